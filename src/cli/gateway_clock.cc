#include "cli/gateway_clock.h"

#include <algorithm>

#include "cli/proto_time.h"

namespace usher::cli {
namespace {

constexpr absl::Duration kPollInterval = absl::Milliseconds(200);

}  // namespace

GatewayClock::GatewayClock(const Connection* connection, Retry* retry, Timing* timing)
    : connection_(connection),
      retry_(retry),
      timing_(timing),
      stub_(v1::ClockService::NewStub(connection->channel())) {}

grpc::Status GatewayClock::WaitUntil(absl::Time time) {
  while (Estimate() < time) {
    const absl::Duration fresh_for = polled_at_ + kPollInterval - timing_->Now();
    if (fresh_for <= absl::ZeroDuration()) {
      if (grpc::Status status = Poll(); !status.ok()) return status;
      continue;
    }
    absl::Duration wait = fresh_for;
    if (speed_ > 0) wait = std::min(wait, (time - Estimate()) / speed_);
    timing_->Sleep(std::max(wait, absl::Milliseconds(1)));
  }
  return grpc::Status::OK;
}

grpc::Status GatewayClock::Poll() {
  v1::GetTimeResponse response;
  grpc::Status status =
      retry_->Run([&] { return stub_->GetTime(connection_->Context().get(), {}, &response); });
  // Counted from the arrival of the reply, so that the estimate stays behind the gateway.
  polled_at_ = timing_->Now();
  gateway_time_ = FromProto(response.now());
  speed_ = response.speed();
  return status;
}

absl::Time GatewayClock::Estimate() const {
  // No further than one interval: the gateway may have been restarted with another clock.
  return gateway_time_ + std::min(timing_->Now() - polled_at_, kPollInterval) * speed_;
}

}  // namespace usher::cli
