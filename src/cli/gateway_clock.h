#pragma once

#include <memory>

#include "absl/time/time.h"
#include "grpcpp/support/status.h"

#include "cli/connection.h"
#include "cli/retry.h"
#include "cli/timing.h"
#include "usher/v1/clock_service.grpc.pb.h"

namespace usher::cli {

// Follows the clock of a gateway, which may run faster than real time. Asks for it about five
// times in a real second and interpolates in between, never ahead of the gateway. One thread.
class GatewayClock {
 public:
  GatewayClock(const Connection* connection, Retry* retry, Timing* timing);

  // Returns when the gateway's clock has reached `time`, or with the error that `retry` gave up on.
  grpc::Status WaitUntil(absl::Time time);

 private:
  grpc::Status Poll();
  absl::Time Estimate() const;

  const Connection* const connection_;
  Retry* const retry_;
  Timing* const timing_;
  const std::unique_ptr<v1::ClockService::Stub> stub_;
  absl::Time polled_at_ = absl::InfinitePast();
  absl::Time gateway_time_ = absl::InfinitePast();
  double speed_ = 0;
};

}  // namespace usher::cli
