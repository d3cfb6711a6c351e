#pragma once

#include "base/ids.h"

namespace usher::base {

// The shard a customer belongs to, in [0, shards). Stored data depend on it: it never changes.
int ShardOf(const CustomerId& customer, int shards);

}  // namespace usher::base
