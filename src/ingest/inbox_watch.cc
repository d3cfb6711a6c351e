#include "ingest/inbox_watch.h"

#include <mutex>
#include <optional>
#include <utility>

#include "ingest/inbox_view.h"
#include "ingest/rpc_status.h"

namespace usher::ingest {
namespace {

using Response = v1::WatchInboxResponse;

// Kept alive by itself until OnDone(), and by the hub while it is told of changes.
class Watch final : public grpc::ServerWriteReactor<Response>,
                    public InboxWatcher,
                    public OpenStream {
 public:
  explicit Watch(std::shared_ptr<const FrontDoorConfig> config) : config_(std::move(config)) {}

  void Start(std::shared_ptr<Watch> self, const base::CustomerId& customer) {
    self_ = self;
    place_ = config_->open_streams->Enter(this);
    const absl::Status added = config_->inbox_hub->Add(customer, std::move(self));
    if (!added.ok()) EndWith(added);
  }

  void OnInbox(std::shared_ptr<const Inbox> inbox) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    latest_ = std::move(inbox);
    WriteIfNeeded();
  }

  void OnUnreadable(const absl::Status& status) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (wrote_) return;
    end_ = status;
    FinishIfOver();
  }

  void End() override {
    EndWith(absl::UnavailableError("the gateway is shutting down; go on with another"));
  }

  void OnWriteDone(bool ok) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    writing_ = false;
    if (!ok) end_ = absl::CancelledError("the caller is gone");
    WriteIfNeeded();
    FinishIfOver();
  }

  void OnCancel() override { EndWith(absl::CancelledError("the caller is gone")); }

  void OnDone() override {
    config_->inbox_hub->Remove(this);
    config_->open_streams->Leave(place_);
    // Whoever finished it may still be letting go of the lock.
    mutex_.lock();
    mutex_.unlock();
    const std::shared_ptr<Watch> last = std::move(self_);
  }

 private:
  void EndWith(const absl::Status& status) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!end_) end_ = status;
    FinishIfOver();
  }

  // With the lock held.
  void WriteIfNeeded() {
    if (writing_ || end_ || finished_ || latest_ == nullptr) return;
    Inbox shown = ShownAt(*latest_, config_->clock->Now());
    if (wrote_ && shown == told_) return;
    response_.Clear();
    FillInboxChange(told_, shown, &response_);
    told_ = std::move(shown);
    writing_ = wrote_ = true;
    StartWrite(&response_);
  }

  // With the lock held.
  void FinishIfOver() {
    if (finished_ || writing_ || !end_) return;
    finished_ = true;
    Finish(ToGrpc(*end_, ReasonOf(*end_)));
  }

  const std::shared_ptr<const FrontDoorConfig> config_;
  std::shared_ptr<Watch> self_;
  OpenStreams::Place place_;
  Response response_;  // touched by gRPC while writing_
  std::mutex mutex_;   // guards all that follows
  std::shared_ptr<const Inbox> latest_;
  Inbox told_;  // what the caller has been told
  bool wrote_ = false;
  bool writing_ = false;
  std::optional<absl::Status> end_;
  bool finished_ = false;
};

}  // namespace

grpc::ServerWriteReactor<Response>* MakeInboxWatch(std::shared_ptr<const FrontDoorConfig> config,
                                                   const base::CustomerId& customer) {
  auto watch = std::make_shared<Watch>(std::move(config));
  Watch* reactor = watch.get();
  reactor->Start(std::move(watch), customer);
  return reactor;
}

}  // namespace usher::ingest
