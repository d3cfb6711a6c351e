#include "ingest/publish_stream.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

#include "ingest/publish.h"
#include "ingest/wire_events.h"
#include "messages/burst.h"

namespace usher::ingest {
namespace {

constexpr int kEventsMax = 1000;  // in one message
constexpr int kAcksMax = 1024;

using Response = v1::PublishStreamResponse;

void Write(std::uint64_t sequence, const EventOutcome& outcome, Response::Ack* ack) {
  ack->set_sequence(sequence);
  if (outcome.status.ok()) {
    FillResult(outcome, ack->mutable_result());
    return;
  }
  ack->set_code(static_cast<int>(outcome.status.code()));
  ack->set_message(std::string(outcome.status.message()));
  ack->set_field(outcome.field);
}

// Callbacks come from gRPC's threads and from actors, so the lock guards all but the request, which
// belongs to the one read under way.
class Stream final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                     public OpenStream {
 public:
  explicit Stream(std::shared_ptr<const FrontDoorConfig> config) : config_(std::move(config)) {
    config_->admission->EnterStream();
    StartRead(&request_);
    place_ = config_->open_streams->Enter(this);
  }

  void OnReadDone(bool ok) override {
    const messages::Burst burst;  // of refusals and repetitions
    absl::StatusOr<WireEvents> events =
        ok ? WireEvents::Read(request_, {.events = v1::PublishStreamRequest::kEventsFieldNumber,
                                         .number = v1::PublishStreamRequest::kSequenceFieldNumber})
           : WireEvents();
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (!ok) {
        reading_over_ = true;
        FinishIfOver();
        return;
      }
      // Without an acknowledgement the client publishes them again elsewhere.
      if (finished_) return;
      if (under_way_ == 0) token_ = messages::Activity::Token(config_->activity);
      under_way_ += events.ok() ? std::max(1, events->count()) : 1;
    }
    if (events.ok()) {
      Take(*events);
    } else {
      Settle(0, {events.status(), ""});
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    if (ending_) return;
    paused_ = under_way_ >= config_->admission->StreamWindow();
    if (!paused_) StartRead(&request_);
  }

  void End() override {
    const std::lock_guard<std::mutex> lock(mutex_);
    ending_ = true;
    FinishIfOver();
  }

  void OnWriteDone(bool ok) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    writing_ = false;
    if (!ok) broken_ = true;
    WriteIfNeeded();
    FinishIfOver();
  }

  // Comes after Finish(), which waits for reads, writes and events under way.
  void OnDone() override {
    config_->open_streams->Leave(place_);
    config_->admission->LeaveStream();
    // Whoever finished it may still be letting go of the lock.
    mutex_.lock();
    mutex_.unlock();
    delete this;
  }

 private:
  void Take(const WireEvents& events) {
    const int count = events.count();
    const std::uint64_t first = events.number();
    absl::Status refusal = CheckCount(count);
    const bool right = refusal.ok();
    if (right) refusal = Admit(*config_, count);
    if (!refusal.ok()) {
      for (int i = 0; i < std::max(1, count); ++i) {
        Settle(first + static_cast<std::uint64_t>(i), {refusal, right ? "" : "events"});
      }
      return;
    }
    const absl::Time now = config_->clock->Now();
    std::vector<messages::DeliveryPtr> deliveries;
    deliveries.reserve(static_cast<std::size_t>(count));
    v1::Event event;
    for (int i = 0; i < count; ++i) {
      const std::uint64_t sequence = first + static_cast<std::uint64_t>(i);
      auto outcome = CheckOne(events, i, now, &event);
      if (const auto* violation = std::get_if<Violation>(&outcome)) {
        config_->admission->Give(1);
        Settle(sequence, {absl::InvalidArgumentError(violation->description), violation->field});
        continue;
      }
      auto& checked = std::get<CheckedEvent>(outcome);
      deliveries.push_back(std::make_shared<messages::Delivery>(
          std::move(checked.customer), std::move(checked.input),
          [this, sequence](const journey::InputResult& result) {
            config_->admission->Give(1);
            Settle(sequence, OutcomeOf(result));
          },
          messages::Activity::Token()));
    }
    config_->router->RouteAndRun(deliveries);
  }

  static absl::Status CheckCount(int count) {
    if (count >= 1 && count <= kEventsMax) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat("there are ", count, "; must be 1 to ", kEventsMax));
  }

  void Settle(std::uint64_t sequence, EventOutcome outcome) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (--under_way_ == 0) token_ = messages::Activity::Token();
    retry_delay_ = std::max(retry_delay_, RetryDelay(outcome.status.code()));
    pending_.emplace_back(sequence, std::move(outcome));
    if (paused_ && !ending_ && under_way_ <= config_->admission->StreamWindow() / 2) {
      paused_ = false;
      StartRead(&request_);
    }
    // What is settled together is told together.
    if (!writing_ && !deferred_) deferred_ = messages::Burst::AtEnd([this] { Tell(); });
    if (deferred_) return;
    WriteIfNeeded();
    FinishIfOver();
  }

  void Tell() {
    const std::lock_guard<std::mutex> lock(mutex_);
    deferred_ = false;
    WriteIfNeeded();
    FinishIfOver();
  }

  // With the lock held.
  void WriteIfNeeded() {
    if (writing_ || deferred_ || broken_ || finished_ || pending_.empty()) return;
    writing_ = true;
    Response response;
    const std::size_t count = std::min<std::size_t>(pending_.size(), kAcksMax);
    response.mutable_acks()->Reserve(static_cast<int>(count));
    for (std::size_t i = 0; i < count; ++i) {
      Write(pending_[i].first, pending_[i].second, response.add_acks());
    }
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(count));
    response.set_durability(DurabilityNow(*config_));
    if (retry_delay_ > absl::ZeroDuration()) {
      response.mutable_retry_delay()->set_nanos(
          static_cast<std::int32_t>(absl::ToInt64Nanoseconds(retry_delay_)));
      retry_delay_ = absl::ZeroDuration();
    }
    response_ = ToWire(response);
    StartWrite(&response_);
  }

  // With the lock held. The stream ends when the client, or the gateway, has said its last and the
  // client knows the fate of all.
  void FinishIfOver() {
    const bool over = reading_over_ || ending_;
    if (finished_ || !over || writing_ || deferred_ || under_way_ > 0) return;
    if (!pending_.empty() && !broken_) return;
    finished_ = true;
    Finish(reading_over_ ? grpc::Status::OK
                         : ToGrpc(absl::UnavailableError("the gateway is shutting down; go on "
                                                         "with another"),
                                  "STORE_UNAVAILABLE"));
  }

  const std::shared_ptr<const FrontDoorConfig> config_;
  OpenStreams::Place place_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;  // touched by gRPC while writing_
  std::mutex mutex_;
  std::vector<std::pair<std::uint64_t, EventOutcome>> pending_;  // by sequence; not told yet
  absl::Duration retry_delay_;
  int under_way_ = 0;
  messages::Activity::Token token_;  // while anything is
  bool paused_ = false;              // not reading until there is room
  bool writing_ = false;
  bool deferred_ = false;  // the next write comes at the end of a burst
  bool broken_ = false;    // the client is gone
  bool reading_over_ = false;
  bool ending_ = false;  // the gateway shuts down
  bool finished_ = false;
};

}  // namespace

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* MakePublishStream(
    std::shared_ptr<const FrontDoorConfig> config) {
  return new Stream(std::move(config));
}

}  // namespace usher::ingest
