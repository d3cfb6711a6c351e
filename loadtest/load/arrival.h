#pragma once

#include <cstdint>
#include <ctime>

namespace usher::load {

// Nanoseconds of the monotonic clock, which all times of a run are in.
inline std::int64_t NowNs() {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec;
}

// An event to be published at its time.
struct Arrival {
  std::uint64_t number = 0;  // which event
  std::int64_t at_ns = 0;    // scheduled; in a closed loop when it was sent
  std::uint16_t segment = 0;
  bool repeat = false;  // the event was acknowledged before
};

// What became of it. `code` is a grpc::StatusCode.
struct Reply {
  Arrival arrival;
  std::uint8_t code = 0;
  bool duplicate = false;
  bool beyond_horizon = false;
};

}  // namespace usher::load
