#include "store/key_names.h"

#include <cstdint>

#include "absl/strings/str_cat.h"

#include "base/hash.h"

namespace usher::store {

// The script that finds all customers knows this form of name.
std::string RecordKey(int shard, const base::CustomerId& customer) {
  return absl::StrCat("{s", shard, "}:", customer.key());
}

std::string SeenKey(int shard, const base::CustomerId& customer) {
  return absl::StrCat("{s", shard, "}:e", customer.key());
}

std::string AgendaKey(int shard) { return absl::StrCat("{s", shard, "}:agenda"); }

int AgendaBucketOf(const base::CustomerId& customer) {
  // Other bits than those that chose the shard.
  return static_cast<int>((base::Hash64(customer.key()) >> 32) % kAgendaBuckets);
}

std::string AgendaBucketKey(int shard, int bucket) {
  return absl::StrCat("{s", shard, "}:agenda:", bucket);
}

std::string StatsKey(int shard, absl::string_view journey) {
  return absl::StrCat("{s", shard, "}:stats:", journey);
}

}  // namespace usher::store
