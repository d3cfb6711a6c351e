#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

#include "channel/zone.h"

namespace usher::channel {

inline absl::TimeZone ZoneNamed(absl::string_view name) {
  const Zone zone = LoadZone(name);
  EXPECT_TRUE(zone.has_value()) << name;
  return zone.value_or(absl::UTCTimeZone());
}

// The instant written like 2026-03-08T02:30:00-05:00.
inline absl::Time Instant(absl::string_view text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << text << ": " << error;
  return time;
}

}  // namespace usher::channel
