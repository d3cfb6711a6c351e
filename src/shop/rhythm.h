#pragma once

#include <array>

#include "absl/time/time.h"

namespace usher::shop {

// The week as the shop's visitors live it: how busy each of its 168 local hours is.
class Rhythm {
 public:
  Rhythm();

  // The moment by which as much has happened after `from` as happens in `busy` on an average week,
  // in the local time of `zone`. Changes of the zone's offset on the way are not followed.
  absl::Time After(absl::Time from, absl::Duration busy, const absl::TimeZone& zone) const;

 private:
  // Busy hours passed since Monday 00:00 at the beginning of each hour; the last entry is 168.
  std::array<double, 169> passed_;
};

}  // namespace usher::shop
