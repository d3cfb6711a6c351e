#include "ingest/feedback_service.h"

#include <atomic>
#include <utility>

#include "absl/strings/str_cat.h"

#include "ingest/feedback_desk.h"
#include "ingest/publish.h"

namespace usher::ingest {
namespace {

using Reactor = grpc::ServerUnaryReactor;

constexpr int kItemsMax = 1000;

// The reports of one call, each settled once, on some thread; the last one finishes the call.
class Reports {
 public:
  Reports(std::shared_ptr<const FrontDoorConfig> config, int size, Reactor* reactor,
          v1::ReportResponse* response)
      : config_(std::move(config)), open_(size), reactor_(reactor), response_(*response) {
    for (int i = 0; i < size; ++i) response_.add_items();
  }

  // No two threads settle the same report.
  void Refuse(int index, const Violation& violation) {
    auto* item = response_.mutable_items(index);
    item->set_code(static_cast<int>(absl::StatusCode::kInvalidArgument));
    item->set_message(violation.description);
    item->set_field(violation.field);
    CountDown();
  }

  void Settle(int index, const journey::InputResult& result) {
    auto* item = response_.mutable_items(index);
    if (result.status.ok()) {
      FillResult(result, item->mutable_result());
    } else {
      item->set_code(static_cast<int>(result.status.code()));
      item->set_message(std::string(result.status.message()));
    }
    CountDown();
  }

 private:
  void CountDown() {
    if (open_.fetch_sub(1, std::memory_order_acq_rel) > 1) return;
    response_.set_durability(DurabilityNow(*config_));
    reactor_->Finish(grpc::Status::OK);
  }

  const std::shared_ptr<const FrontDoorConfig> config_;
  std::atomic<int> open_;
  Reactor* const reactor_;
  v1::ReportResponse& response_;  // lives until the reactor is finished
};

class FeedbackService final : public v1::FeedbackService::CallbackService {
 public:
  explicit FeedbackService(std::shared_ptr<const FrontDoorConfig> config)
      : config_(config), desk_(std::move(config)) {}

  Reactor* Report(grpc::CallbackServerContext* context, const v1::ReportRequest* request,
                  v1::ReportResponse* response) override {
    Reactor* reactor = context->DefaultReactor();
    const int size = request->items_size();
    if (size < 1 || size > kItemsMax) {
      reactor->Finish(
          BadRequest({{"items", absl::StrCat("there are ", size, "; must be 1 to ", kItemsMax)}}));
      return reactor;
    }
    const messages::Deadline deadline = DeadlineOf(*context);
    const absl::Time now = config_->clock->Now();
    auto reports = std::make_shared<Reports>(config_, size, reactor, response);
    // The last report to be settled ends the call, and with it the request.
    for (int i = 0; i < size; ++i) {
      auto checked = CheckFeedback(request->items(i), now, config_->read_token);
      if (const auto* violation = std::get_if<Violation>(&checked)) {
        reports->Refuse(i, *violation);
        continue;
      }
      desk_.Take(std::get<CheckedFeedback>(std::move(checked)), deadline,
                 [reports, i](const journey::InputResult& result) { reports->Settle(i, result); });
    }
    return reactor;
  }

 private:
  const std::shared_ptr<const FrontDoorConfig> config_;
  const FeedbackDesk desk_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeFeedbackService(std::shared_ptr<const FrontDoorConfig> config) {
  return std::make_unique<FeedbackService>(std::move(config));
}

}  // namespace usher::ingest
