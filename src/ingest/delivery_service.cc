#include "ingest/delivery_service.h"

#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "ingest/delivery_view.h"
#include "ingest/rpc_status.h"
#include "journey/send_id.h"

namespace usher::ingest {
namespace {

using Request = v1::SubscribeRequest;
using Response = v1::SubscribeResponse;

constexpr std::uint32_t kCapacityMax = 1000;
constexpr int kReportsMax = 1000;

class Stream;

// How the desk finds the stream for as long as there is one.
struct Bell {
  std::mutex mutex;
  Stream* stream = nullptr;
};

// Locks are taken in the order: bell, stream, desk. The desk rings without its own.
class Stream final : public grpc::ServerBidiReactor<Request, Response>, public OpenStream {
 public:
  explicit Stream(std::shared_ptr<const FrontDoorConfig> config)
      : config_(std::move(config)), bell_(std::make_shared<Bell>()) {
    bell_->stream = this;
    StartRead(&request_);
    place_ = config_->open_streams->Enter(this);
  }

  void OnReadDone(bool ok) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (finished_) return;
    if (!ok) {
      // Reports cannot come any more.
      EndWith(absl::OkStatus());
      return;
    }
    const absl::Status status = Understand();
    if (!status.ok()) {
      EndWith(status);
      return;
    }
    WriteIfNeeded();
    FinishIfOver();
    if (!finished_) StartRead(&request_);
  }

  void OnWriteDone(bool ok) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    writing_ = false;
    if (!ok && !end_) end_ = absl::CancelledError("the caller is gone");
    WriteIfNeeded();
    FinishIfOver();
  }

  void OnCancel() override {
    const std::lock_guard<std::mutex> lock(mutex_);
    EndWith(absl::CancelledError("the caller is gone"));
  }

  // The gateway shuts down: what the subscriber holds may still be reported.
  void End() override {
    const std::lock_guard<std::mutex> lock(mutex_);
    closing_ = true;
    if (desk_) desk_->Close(subscriber_);
    FinishIfOver();
  }

  void OnNews() {
    const std::lock_guard<std::mutex> lock(mutex_);
    WriteIfNeeded();
    FinishIfOver();
  }

  void OnDone() override {
    {
      const std::lock_guard<std::mutex> lock(bell_->mutex);
      bell_->stream = nullptr;
    }
    Leave();
    config_->open_streams->Leave(place_);
    // Whoever finished it may still be letting go of the lock.
    mutex_.lock();
    mutex_.unlock();
    delete this;
  }

 private:
  // All that follows with the lock held, but for Leave().

  absl::Status Understand() {
    if (request_.has_start()) {
      if (absl::Status status = Start(request_.start()); !status.ok()) return status;
    }
    if (!desk_) return absl::InvalidArgumentError("start: must be in the first request");
    if (request_.reports_size() > kReportsMax) {
      return absl::InvalidArgumentError(absl::StrCat("reports: there are ", request_.reports_size(),
                                                     "; must be at most ", kReportsMax));
    }
    for (int i = 0; i < request_.reports_size(); ++i) {
      std::string error;
      auto report = CheckReport(request_.reports(i), &error);
      if (!report) return absl::InvalidArgumentError(absl::StrCat("reports[", i, "]: ", error));
      if (!desk_->Report(subscriber_, report->send_id, report->attempt,
                         std::move(report->report))) {
        ignored_.push_back(request_.reports(i).send_id());
      }
    }
    return absl::OkStatus();
  }

  absl::Status Start(const Request::Start& start) {
    const std::uint32_t least = desk_ ? 0 : 1;
    if (start.capacity() < least || start.capacity() > kCapacityMax) {
      return absl::InvalidArgumentError(absl::StrCat(
          "start.capacity: ", start.capacity(), ": must be from ", least, " to ", kCapacityMax));
    }
    const auto channel = static_cast<customer::Channel>(start.channel());
    if (desk_) {
      if (channel != channel_) {
        return absl::InvalidArgumentError(
            "start.channel: a stream is for one channel; open another stream");
      }
      desk_->SetCapacity(subscriber_, start.capacity());
      return absl::OkStatus();
    }
    const auto found = config_->subscriptions.find(channel);
    if (found == config_->subscriptions.end()) {
      const absl::string_view name = customer::ChannelName(channel);
      return absl::FailedPreconditionError(absl::StrCat(
          "start.channel: ", name.empty() ? "none" : name,
          ": its messages do not go to subscribers; write ", name.empty() ? "CHANNEL" : name,
          ": { subscribers: {} } into the file of --providers"));
    }
    auto joined = found->second->Join(
        [bell = bell_] {
          const std::lock_guard<std::mutex> lock(bell->mutex);
          if (bell->stream != nullptr) bell->stream->OnNews();
        },
        start.capacity());
    if (!joined.ok()) return joined.status();
    channel_ = channel;
    subscriber_ = *joined;
    desk_ = found->second;
    greet_ = true;
    if (closing_) desk_->Close(subscriber_);
    return absl::OkStatus();
  }

  void EndWith(const absl::Status& status) {
    if (!end_) end_ = status;
    Leave();
    FinishIfOver();
  }

  // Gives back what is held at once, not only when gRPC is done with the call.
  void Leave() {
    if (!desk_ || std::exchange(left_, true)) return;
    desk_->Leave(subscriber_);
  }

  void WriteIfNeeded() {
    if (writing_ || end_ || finished_ || !desk_) return;
    messages::SubscriptionPort::News news;
    if (!greet_) news = desk_->Take(subscriber_);
    if (news.empty() && ignored_.empty() && !greet_) return;
    greet_ = false;
    response_.Clear();
    for (const auto& message : news.deliveries) {
      FillDelivery(*message, desk_->report_within(), response_.add_deliveries());
    }
    for (const std::uint64_t id : news.taken_back) {
      response_.add_taken_back(journey::SendIdText(id));
    }
    for (std::string& id : std::exchange(ignored_, {})) response_.add_ignored(std::move(id));
    writing_ = true;
    StartWrite(&response_);
  }

  void FinishIfOver() {
    if (finished_ || writing_) return;
    if (!end_ && closing_ && (!desk_ || desk_->Held(subscriber_) == 0)) {
      end_ = absl::UnavailableError("the gateway is shutting down; go on with another");
    }
    if (!end_) return;
    finished_ = true;
    Finish(end_->ok() ? grpc::Status::OK : ToGrpc(*end_, ReasonOf(*end_)));
  }

  const std::shared_ptr<const FrontDoorConfig> config_;
  const std::shared_ptr<Bell> bell_;
  OpenStreams::Place place_;
  Request request_;    // belongs to the read under way
  Response response_;  // touched by gRPC while writing_
  std::mutex mutex_;   // guards all that follows
  customer::Channel channel_ = customer::Channel::kNone;
  std::shared_ptr<messages::SubscriptionPort> desk_;  // once joined
  messages::SubscriptionPort::Subscriber subscriber_ = 0;
  std::vector<std::string> ignored_;
  std::optional<absl::Status> end_;
  bool greet_ = false;  // the subscriber does not know yet that he has joined
  bool writing_ = false;
  bool closing_ = false;
  bool left_ = false;
  bool finished_ = false;
};

class DeliveryService final : public v1::DeliveryService::CallbackService {
 public:
  explicit DeliveryService(std::shared_ptr<const FrontDoorConfig> config)
      : config_(std::move(config)) {}

  grpc::ServerBidiReactor<Request, Response>* Subscribe(grpc::CallbackServerContext*) override {
    return new Stream(config_);
  }

 private:
  const std::shared_ptr<const FrontDoorConfig> config_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeDeliveryService(std::shared_ptr<const FrontDoorConfig> config) {
  return std::make_unique<DeliveryService>(std::move(config));
}

}  // namespace usher::ingest
