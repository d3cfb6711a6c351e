#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "load/random.h"

namespace usher::load {

// A stretch of the run in which arrivals follow one rule. Times are nanoseconds.
struct Segment {
  std::string name;
  std::int64_t duration_ns = 0;
  double rate_from = 0;  // arrivals a second at its start
  double rate_to = 0;    // and at its end, with an even change between
  bool poisson = false;
  std::uint32_t burst_events = 0;   // besides, so many at one instant,
  std::int64_t burst_every_ns = 0;  // every so often; 0: never
  bool warmup = false;              // left out of totals
};

// When the next event is to be sent, from the start of the run, and in which segment that is.
struct Slot {
  std::int64_t at_ns = 0;
  std::uint16_t segment = 0;
};

// The arrivals of a run in the order of their times. The same segments and seed give the same
// arrivals. Knows nothing of what happens to them: that is what makes the loop open.
class Schedule {
 public:
  Schedule(std::vector<Segment> segments, std::uint64_t seed);

  // Nothing when the run is over.
  std::optional<Slot> Next();

 private:
  void Enter();
  void Advance();

  const std::vector<Segment> segments_;
  const std::uint64_t seed_;
  Random random_;
  std::size_t segment_ = 0;
  std::int64_t segment_start_ns_ = 0;
  double due_ = 0;            // arrivals that should have come when the next one comes
  std::int64_t next_ns_ = 0;  // of the steady arrivals, from the segment's start
  std::int64_t burst_ns_ = 0;
  std::uint32_t burst_left_ = 0;
};

// Where the segment starts, from the start of the run.
std::int64_t StartOf(const std::vector<Segment>& segments, std::size_t index);

}  // namespace usher::load
