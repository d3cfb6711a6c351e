#include "ingest/clock_service.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "ingest/proto_time.h"
#include "ingest/rpc_status.h"

namespace usher::ingest {
namespace {

class ClockService final : public v1::ClockService::CallbackService {
 public:
  explicit ClockService(std::shared_ptr<const FrontDoorConfig> config)
      : config_(std::move(config)) {}

  grpc::ServerUnaryReactor* GetTime(grpc::CallbackServerContext* context, const v1::GetTimeRequest*,
                                    v1::GetTimeResponse* response) override {
    SetTime(config_->clock->Now(), response->mutable_now());
    response->set_speed(config_->clock->speed());
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerUnaryReactor* Advance(grpc::CallbackServerContext* context,
                                    const v1::AdvanceRequest* request,
                                    v1::AdvanceResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    if (!config_->clock->manual()) {
      const auto status = absl::FailedPreconditionError(
          "the clock runs by itself; start usherd with --clock-speed 0 to move it");
      reactor->Finish(ToGrpc(status, "CLOCK_RUNS"));
      return reactor;
    }
    const absl::Time to = FromProto(request->to());
    const absl::Time now = config_->clock->Now();
    if (to < now || to > now + absl::Hours(24 * 400)) {
      reactor->Finish(BadRequest({{"to", absl::StrCat("must be from now, which is ",
                                                      absl::FormatTime(now, absl::UTCTimeZone()),
                                                      ", to 400 days later")}}));
      return reactor;
    }
    caf::anon_send(
        config_->agenda,
        messages::MoveClock{to, [reactor, response, clock = config_->clock](std::uint64_t wakes) {
                              SetTime(clock->Now(), response->mutable_now());
                              response->set_wakes(wakes);
                              reactor->Finish(grpc::Status::OK);
                            }});
    return reactor;
  }

 private:
  const std::shared_ptr<const FrontDoorConfig> config_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeClockService(std::shared_ptr<const FrontDoorConfig> config) {
  return std::make_unique<ClockService>(std::move(config));
}

}  // namespace usher::ingest
