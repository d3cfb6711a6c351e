#pragma once

#include <cstdint>

#include "customer/record.h"

namespace usher::support {

// A record with every field set to something, different for each seed.
customer::Record FullRecord(std::uint64_t seed);

// A small record that has something due at `due`; InfiniteFuture for nothing.
customer::Record DueRecord(absl::Time due);

}  // namespace usher::support
