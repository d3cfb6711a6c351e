#include "base/shard.h"

#include <cstdint>

#include "base/hash.h"

namespace usher::base {

int ShardOf(const CustomerId& customer, int shards) {
  return static_cast<int>(Hash64(customer.key()) % static_cast<std::uint64_t>(shards));
}

}  // namespace usher::base
