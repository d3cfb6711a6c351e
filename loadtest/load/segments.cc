#include "load/segments.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "load/proto_duration.h"

namespace usher::load {
namespace {

namespace v1 = usher::loadtest::v1;

std::int64_t Nanoseconds(const google::protobuf::Duration& proto) {
  return absl::ToInt64Nanoseconds(ToDuration(proto));
}

void AddSteps(const v1::Phase& phase, const Segment& like, std::vector<Segment>* segments) {
  const auto count = static_cast<std::int64_t>(phase.steps().count());
  const double rise = phase.steps().to() - phase.steps().from();
  for (std::int64_t i = 0; i < count; ++i) {
    Segment step = like;
    step.name = absl::StrCat(phase.name(), ".", i + 1);
    step.duration_ns = like.duration_ns / count;
    step.rate_from = step.rate_to =
        phase.steps().from() + rise * static_cast<double>(i) / static_cast<double>(count - 1);
    segments->push_back(std::move(step));
  }
}

}  // namespace

std::vector<Segment> SegmentsOf(const v1::Scenario& scenario, double capacity) {
  std::vector<Segment> segments;
  for (const v1::Phase& phase : scenario.phases()) {
    Segment segment{.name = phase.name(), .duration_ns = Nanoseconds(phase.duration())};
    segment.poisson = phase.arrivals() == v1::ARRIVALS_POISSON;
    segment.burst_events = phase.burst().events();
    segment.burst_every_ns = Nanoseconds(phase.burst().every());
    switch (phase.rate_shape_case()) {
      case v1::Phase::kRate:
        segment.rate_from = segment.rate_to = phase.rate();
        break;
      case v1::Phase::kRamp:
        segment.rate_from = phase.ramp().from();
        segment.rate_to = phase.ramp().to();
        break;
      case v1::Phase::kSteps:
        AddSteps(phase, segment, &segments);
        continue;
      case v1::Phase::kOfCapacity:
        segment.rate_from = segment.rate_to = phase.of_capacity() * capacity;
        break;
      case v1::Phase::RATE_SHAPE_NOT_SET:
        break;
    }
    segments.push_back(std::move(segment));
  }
  if (const std::int64_t warmup = Nanoseconds(scenario.warmup()); warmup > 0) {
    Segment segment = segments.front();
    segment.name = "warm-up";
    segment.duration_ns = warmup;
    segment.rate_to = segment.rate_from;
    segment.burst_every_ns = 0;
    segment.warmup = true;
    segments.insert(segments.begin(), std::move(segment));
  }
  return segments;
}

bool NeedsCapacity(const v1::Scenario& scenario) {
  return std::any_of(
      scenario.phases().begin(), scenario.phases().end(),
      [](const v1::Phase& phase) { return phase.rate_shape_case() == v1::Phase::kOfCapacity; });
}

}  // namespace usher::load
