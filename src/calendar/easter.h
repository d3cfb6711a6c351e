#pragma once

#include <cstdint>

#include "absl/time/civil_time.h"

namespace usher::calendar {

// Easter Sunday of the Western churches (the Gregorian computus, in the form of Meeus, Jones and
// Butcher).
absl::CivilDay Easter(std::int64_t year);

// Easter Sunday of the Orthodox churches, by the Gregorian calendar (the Julian computus, in the
// form of Meeus).
absl::CivilDay OrthodoxEaster(std::int64_t year);

}  // namespace usher::calendar
