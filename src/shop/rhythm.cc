#include "shop/rhythm.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "shop/fitted.h"

namespace usher::shop {
namespace {

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kWeekMs = 168 * kHourMs;
constexpr std::int64_t kThursdayMs = 3 * 24 * kHourMs;  // 1970-01-01 was one

// Assumptions: the Saturdays that the log's shop was closed are like the mean of their neighbours,
// and one visit in ten comes at any hour, so that nights are not silent.
constexpr double kSaturday = (fitted::kWeekday[4] + fitted::kWeekday[6]) / 2;
constexpr double kAnyHour = 0.1;

}  // namespace

Rhythm::Rhythm() {
  passed_[0] = 0.0;
  for (std::size_t hour = 0; hour < 168; ++hour) {
    const double day = hour / 24 == 5 ? kSaturday : fitted::kWeekday[hour / 24];
    const double weight = day * (kAnyHour / 24 + (1.0 - kAnyHour) * fitted::kHour[hour % 24]);
    passed_[hour + 1] = passed_[hour] + weight;
  }
  const double scale = 168.0 / passed_[168];
  for (double& passed : passed_) passed *= scale;
}

absl::Time Rhythm::After(absl::Time from, absl::Duration busy, const absl::TimeZone& zone) const {
  const std::int64_t offset_ms = std::int64_t{zone.At(from).offset} * 1000;
  const std::int64_t local_ms = absl::ToUnixMillis(from) + offset_ms + kThursdayMs;
  const std::int64_t week = (local_ms >= 0 ? local_ms : local_ms - kWeekMs + 1) / kWeekMs;
  const std::int64_t in_week_ms = local_ms - week * kWeekMs;
  const auto hour = static_cast<std::size_t>(in_week_ms / kHourMs);
  const double part = static_cast<double>(in_week_ms % kHourMs) / static_cast<double>(kHourMs);
  double target = passed_[hour] + (passed_[hour + 1] - passed_[hour]) * part +
                  static_cast<double>(absl::ToInt64Milliseconds(busy)) / kHourMs;
  const auto weeks = static_cast<std::int64_t>(target / 168.0);
  target -= static_cast<double>(weeks) * 168.0;
  const auto next = std::upper_bound(passed_.begin() + 1, passed_.end() - 1, target);
  const auto before = static_cast<std::size_t>(next - passed_.begin()) - 1;
  const double beyond = (target - passed_[before]) / (*next - passed_[before]);
  const std::int64_t goal_ms = (week + weeks) * kWeekMs +
                               static_cast<std::int64_t>(before) * kHourMs +
                               static_cast<std::int64_t>(beyond * static_cast<double>(kHourMs));
  return from + absl::Milliseconds(std::max<std::int64_t>(goal_ms - local_ms, 0));
}

}  // namespace usher::shop
