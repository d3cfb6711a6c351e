#include "ingest/publish_stream.h"

#include <mutex>
#include <utility>
#include <vector>

#include "absl/time/time.h"

#include "ingest/publish.h"

namespace usher::ingest {
namespace {

constexpr int kUnderWayMax = 1024;
constexpr int kAcksMax = 1024;

using Request = v1::PublishStreamRequest;
using Response = v1::PublishStreamResponse;
using Ack = Response::Ack;

// Callbacks come from gRPC's threads and from actors, so the lock guards all but the request, which
// belongs to the one read under way.
class Stream final : public grpc::ServerBidiReactor<Request, Response> {
 public:
  explicit Stream(std::shared_ptr<const FrontDoorConfig> config) : config_(std::move(config)) {
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) {
      const std::lock_guard<std::mutex> lock(mutex_);
      reading_over_ = true;
      FinishIfOver();
      return;
    }
    Take();
    bool read_on = false;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      read_on = under_way_ < kUnderWayMax;
      paused_ = !read_on;
    }
    if (read_on) StartRead(&request_);
  }

  void OnWriteDone(bool ok) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    writing_ = false;
    if (!ok) broken_ = true;
    WriteIfNeeded();
    FinishIfOver();
  }

  // Comes after Finish(), which waits for reads, writes and events under way.
  void OnDone() override { delete this; }

 private:
  void Take() {
    const std::uint64_t sequence = request_.sequence();
    std::vector<Violation> violations;
    auto checked = CheckEvent(request_.event(), "", config_->clock->Now(), &violations);
    if (!checked) {
      Ack ack = Refusal(sequence, absl::InvalidArgumentError(violations.front().description));
      ack.set_field(violations.front().field);
      Settle(std::move(ack), /*was_under_way=*/false);
      return;
    }
    const absl::Status admitted = Admit(*config_, 1);
    if (!admitted.ok()) {
      Settle(Refusal(sequence, admitted), /*was_under_way=*/false);
      return;
    }
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      ++under_way_;
    }
    PublishOne(config_, *std::move(checked), [this, sequence](const journey::InputResult& result) {
      Ack ack = Refusal(sequence, result.status);
      if (result.status.ok()) FillResult(result, ack.mutable_result());
      Settle(std::move(ack), /*was_under_way=*/true);
    });
  }

  static Ack Refusal(std::uint64_t sequence, const absl::Status& status) {
    Ack ack;
    ack.set_sequence(sequence);
    ack.set_code(static_cast<int>(status.code()));
    ack.set_message(std::string(status.message()));
    return ack;
  }

  void Settle(Ack ack, bool was_under_way) {
    bool read_on = false;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (was_under_way) --under_way_;
      const absl::Duration delay = RetryDelay(static_cast<absl::StatusCode>(ack.code()));
      retry_delay_ = std::max(retry_delay_, delay);
      pending_.push_back(std::move(ack));
      if (paused_ && under_way_ <= kUnderWayMax / 2) {
        paused_ = false;
        read_on = true;
      }
      WriteIfNeeded();
      FinishIfOver();
    }
    // Not reading means not over, so that the stream is still there.
    if (read_on) StartRead(&request_);
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

  // With the lock held. The stream ends when the client has said its last and knows the fate of
  // all.
  void FinishIfOver() {
    if (finished_ || !reading_over_ || writing_ || under_way_ > 0) return;
    if (!pending_.empty() && !broken_) return;
    finished_ = true;
    Finish(grpc::Status::OK);
  }

  const std::shared_ptr<const FrontDoorConfig> config_;
  Request request_;
  Response response_;  // touched by gRPC while writing_
  std::mutex mutex_;
  std::vector<Ack> pending_;
  absl::Duration retry_delay_;
  int under_way_ = 0;
  bool paused_ = false;  // not reading until there is room
  bool writing_ = false;
  bool broken_ = false;  // the client is gone
  bool reading_over_ = false;
  bool finished_ = false;
};

}  // namespace

grpc::ServerBidiReactor<Request, Response>* MakePublishStream(
    std::shared_ptr<const FrontDoorConfig> config) {
  return new Stream(std::move(config));
}

}  // namespace usher::ingest
