#pragma once

#include <cstdint>

#include "grpc/support/time.h"

namespace usher::load {

// A time of the monotonic clock as gRPC takes it: without a look at another clock.
inline gpr_timespec Deadline(std::int64_t at_ns) {
  return {.tv_sec = at_ns / 1'000'000'000,
          .tv_nsec = static_cast<std::int32_t>(at_ns % 1'000'000'000),
          .clock_type = GPR_CLOCK_MONOTONIC};
}

// gRPC's code as replies hold it; what no code is known for counts as UNKNOWN.
inline std::uint8_t CodeOf(int code) {
  return static_cast<std::uint8_t>(code >= 0 && code <= 16 ? code : 2);
}

}  // namespace usher::load
