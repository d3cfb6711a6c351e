#include "load/schedule.h"

#include <cmath>
#include <limits>
#include <utility>

namespace usher::load {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

// When, from the start of the segment, `due` arrivals should have come; kNever if that is after
// its end.
std::int64_t TimeOf(const Segment& segment, double due) {
  const double duration = static_cast<double>(segment.duration_ns) * 1e-9;
  const double from = segment.rate_from;
  const double slope = (segment.rate_to - from) / duration;
  // due = from * t + slope * t^2 / 2, solved in the form that does not cancel where slope is 0.
  const double under_root = from * from + 2 * slope * due;
  if (under_root < 0) return kNever;
  const double below = from + std::sqrt(under_root);
  if (below <= 0) return kNever;
  const double at = 2 * due / below;
  if (at >= duration) return kNever;
  return static_cast<std::int64_t>(at * 1e9);
}

}  // namespace

Schedule::Schedule(std::vector<Segment> segments, std::uint64_t seed)
    : segments_(std::move(segments)), seed_(seed), random_(seed, 0) {
  if (!segments_.empty()) Enter();
}

void Schedule::Enter() {
  const Segment& segment = segments_[segment_];
  random_ = Random(seed_ ^ 0x5c4ed01eU, segment_);
  due_ = 0;
  next_ns_ = 0;
  // The first steady arrival of a constant segment comes with its start.
  if (segment.poisson) {
    Advance();
  } else {
    next_ns_ = TimeOf(segment, 0);
    if (segment.rate_from <= 0) Advance();
  }
  burst_ns_ = segment.burst_every_ns > 0 ? segment.burst_every_ns : kNever;
  burst_left_ = segment.burst_events;
}

void Schedule::Advance() {
  due_ += segments_[segment_].poisson ? -std::log1p(-random_.Uniform()) : 1;
  next_ns_ = TimeOf(segments_[segment_], due_);
}

std::optional<Slot> Schedule::Next() {
  while (segment_ < segments_.size()) {
    const Segment& segment = segments_[segment_];
    const Slot here{.at_ns = segment_start_ns_, .segment = static_cast<std::uint16_t>(segment_)};
    if (burst_ns_ <= next_ns_ && burst_ns_ < segment.duration_ns && burst_left_ > 0) {
      const Slot slot{here.at_ns + burst_ns_, here.segment};
      if (--burst_left_ == 0) {
        burst_left_ = segment.burst_events;
        burst_ns_ += segment.burst_every_ns;
      }
      return slot;
    }
    if (next_ns_ != kNever) {
      const Slot slot{here.at_ns + next_ns_, here.segment};
      Advance();
      return slot;
    }
    segment_start_ns_ += segment.duration_ns;
    if (++segment_ < segments_.size()) Enter();
  }
  return std::nullopt;
}

std::int64_t StartOf(const std::vector<Segment>& segments, std::size_t index) {
  std::int64_t start = 0;
  for (std::size_t i = 0; i < index; ++i) start += segments[i].duration_ns;
  return start;
}

}  // namespace usher::load
