#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <random>

#include "absl/time/time.h"
#include "grpcpp/support/status.h"

#include "cli/timing.h"

namespace usher::cli {

// Whether the same request may succeed later: the gateway or the way to it is away or overloaded,
// or did not answer in time. Only right for requests that may be repeated.
bool IsRetryable(grpc::StatusCode code);

// Waits between attempts, with one patience for all threads that share it: as long as anything
// succeeds, all go on. Thread-safe.
class Retry {
 public:
  // Told, about every five seconds at most, that something other than overload stands in the way.
  using OnTrouble = std::function<void(const grpc::Status&)>;

  // Gives up once nothing has succeeded for `patience` although it was tried.
  Retry(absl::Duration patience, Timing* timing, OnTrouble on_trouble = nullptr);

  void OnSuccess();

  // To be called after attempt number `attempt` (from 1) ended with a retryable `status`. Sleeps
  // (at least what the gateway asked for by RetryInfo, longer with each attempt, never in step
  // with others) and says whether to try again.
  bool WaitAfter(const grpc::Status& status, int attempt);

  // Makes `call` (a function that returns a status) until it succeeds, fails for good or patience
  // ends; returns its last status.
  template <class Call>
  grpc::Status Run(const Call& call) {
    for (int attempt = 1;; ++attempt) {
      grpc::Status status = call();
      if (status.ok()) OnSuccess();
      if (!IsRetryable(status.error_code()) || !WaitAfter(status, attempt)) return status;
    }
  }

  // How often WaitAfter() said yes.
  std::uint64_t retries();

 private:
  absl::Duration BackOff(int attempt);

  const absl::Duration patience_;
  Timing* const timing_;
  const OnTrouble on_trouble_;
  std::mutex mutex_;
  std::minstd_rand random_;
  std::optional<absl::Time> failing_since_;
  absl::Time told_at_ = absl::InfinitePast();
  std::uint64_t retries_ = 0;
};

}  // namespace usher::cli
