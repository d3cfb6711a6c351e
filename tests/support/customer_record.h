#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "customer/record.h"

namespace usher::support {

// A record with every field set to something, different for each seed.
customer::Record FullRecord(std::uint64_t seed);

// For a commit.
inline std::shared_ptr<const customer::Record> Shared(customer::Record record) {
  return std::make_shared<const customer::Record>(std::move(record));
}

// A small record that has something due at `due`; InfiniteFuture for nothing.
customer::Record DueRecord(absl::Time due);

}  // namespace usher::support
