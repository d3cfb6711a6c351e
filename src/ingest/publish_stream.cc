#include "ingest/publish_stream.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

#include "ingest/publish.h"

namespace usher::ingest {
namespace {

constexpr int kEventsMax = 1000;    // in one message
constexpr int kUnderWayMax = 1024;  // before no further message is read
constexpr int kAcksMax = 1024;

using Request = v1::PublishStreamRequest;
using Response = v1::PublishStreamResponse;
using Ack = Response::Ack;

// Callbacks come from gRPC's threads and from actors, so the lock guards all but the request, which
// belongs to the one read under way.
class Stream final : public grpc::ServerBidiReactor<Request, Response>, public OpenStream {
 public:
  explicit Stream(std::shared_ptr<const FrontDoorConfig> config) : config_(std::move(config)) {
    StartRead(&request_);
    place_ = config_->open_streams->Enter(this);
  }

  void OnReadDone(bool ok) override {
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
      under_way_ += std::max(1, request_.events_size());
    }
    Take();
    const std::lock_guard<std::mutex> lock(mutex_);
    if (ending_) return;
    paused_ = under_way_ >= kUnderWayMax;
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
    // Whoever finished it may still be letting go of the lock.
    mutex_.lock();
    mutex_.unlock();
    delete this;
  }

 private:
  void Take() {
    const int count = request_.events_size();
    const std::uint64_t first = request_.sequence();
    absl::Status refusal = CheckCount(count);
    const bool right = refusal.ok();
    if (right) refusal = Admit(*config_, count);
    if (!refusal.ok()) {
      for (int i = 0; i < std::max(1, count); ++i) {
        Ack ack = Refusal(first + static_cast<std::uint64_t>(i), refusal);
        if (!right) ack.set_field("events");
        Settle(std::move(ack));
      }
      return;
    }
    const absl::Time now = config_->clock->Now();
    std::vector<messages::DeliveryPtr> deliveries;
    deliveries.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
      const std::uint64_t sequence = first + static_cast<std::uint64_t>(i);
      std::vector<Violation> violations;
      auto checked = CheckEvent(request_.events(i), "", now, &violations);
      if (checked) {
        deliveries.push_back(std::make_shared<messages::Delivery>(
            std::move(checked->customer), std::move(checked->input),
            [this, sequence](const journey::InputResult& result) {
              config_->admission->Give(1);
              Ack ack = Refusal(sequence, result.status);
              if (result.status.ok()) FillResult(result, ack.mutable_result());
              Settle(std::move(ack));
            },
            messages::Activity::Token()));
        continue;
      }
      config_->admission->Give(1);
      Ack ack = Refusal(sequence, absl::InvalidArgumentError(violations.front().description));
      ack.set_field(violations.front().field);
      Settle(std::move(ack));
    }
    config_->router->RouteAndRun(deliveries);
  }

  static absl::Status CheckCount(int count) {
    if (count >= 1 && count <= kEventsMax) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat("there are ", count, "; must be 1 to ", kEventsMax));
  }

  static Ack Refusal(std::uint64_t sequence, const absl::Status& status) {
    Ack ack;
    ack.set_sequence(sequence);
    ack.set_code(static_cast<int>(status.code()));
    ack.set_message(std::string(status.message()));
    return ack;
  }

  void Settle(Ack ack) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (--under_way_ == 0) token_ = messages::Activity::Token();
    const absl::Duration delay = RetryDelay(static_cast<absl::StatusCode>(ack.code()));
    retry_delay_ = std::max(retry_delay_, delay);
    pending_.push_back(std::move(ack));
    if (paused_ && !ending_ && under_way_ <= kUnderWayMax / 2) {
      paused_ = false;
      StartRead(&request_);
    }
    WriteIfNeeded();
    FinishIfOver();
  }

  // With the lock held.
  void WriteIfNeeded() {
    if (writing_ || broken_ || finished_ || pending_.empty()) return;
    writing_ = true;
    response_.Clear();
    const std::size_t count = std::min<std::size_t>(pending_.size(), kAcksMax);
    for (std::size_t i = 0; i < count; ++i) response_.add_acks()->Swap(&pending_[i]);
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(count));
    response_.set_durability(DurabilityNow(*config_));
    if (retry_delay_ > absl::ZeroDuration()) {
      response_.mutable_retry_delay()->set_nanos(
          static_cast<std::int32_t>(absl::ToInt64Nanoseconds(retry_delay_)));
      retry_delay_ = absl::ZeroDuration();
    }
    StartWrite(&response_);
  }

  // With the lock held. The stream ends when the client, or the gateway, has said its last and the
  // client knows the fate of all.
  void FinishIfOver() {
    const bool over = reading_over_ || ending_;
    if (finished_ || !over || writing_ || under_way_ > 0) return;
    if (!pending_.empty() && !broken_) return;
    finished_ = true;
    Finish(reading_over_ ? grpc::Status::OK
                         : ToGrpc(absl::UnavailableError("the gateway is shutting down; go on "
                                                         "with another"),
                                  "STORE_UNAVAILABLE"));
  }

  const std::shared_ptr<const FrontDoorConfig> config_;
  OpenStreams::Place place_;
  Request request_;
  Response response_;  // touched by gRPC while writing_
  std::mutex mutex_;
  std::vector<Ack> pending_;
  absl::Duration retry_delay_;
  int under_way_ = 0;
  messages::Activity::Token token_;  // while anything is
  bool paused_ = false;              // not reading until there is room
  bool writing_ = false;
  bool broken_ = false;  // the client is gone
  bool reading_over_ = false;
  bool ending_ = false;  // the gateway shuts down
  bool finished_ = false;
};

}  // namespace

grpc::ServerBidiReactor<Request, Response>* MakePublishStream(
    std::shared_ptr<const FrontDoorConfig> config) {
  return new Stream(std::move(config));
}

}  // namespace usher::ingest
