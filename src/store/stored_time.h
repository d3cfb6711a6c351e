#pragma once

#include <cstdint>
#include <limits>

#include "absl/time/time.h"

namespace usher::store {

// Times as they are stored: UTC milliseconds, rounded down. The infinities keep their meaning.
inline std::int64_t ToMs(absl::Time time) { return absl::ToUnixMillis(time); }

inline absl::Time FromMs(std::int64_t ms) {
  if (ms == std::numeric_limits<std::int64_t>::max()) return absl::InfiniteFuture();
  if (ms == std::numeric_limits<std::int64_t>::min()) return absl::InfinitePast();
  return absl::FromUnixMillis(ms);
}

// Seconds since the Unix epoch; wraps around.
inline std::uint32_t RoundedUpToSeconds(absl::Time time) {
  return static_cast<std::uint32_t>(
      absl::ToUnixSeconds(time + absl::Seconds(1) - absl::Milliseconds(1)));
}

}  // namespace usher::store
