#include "store/key_names.h"

#include <cstdint>

#include "absl/strings/str_cat.h"

#include "base/hash.h"

namespace usher::store {

std::string RecordKey(int shard, const base::CustomerId& customer) {
  return absl::StrCat("{s", shard, "}:", customer.key());
}

std::string AgendaKey(int shard) { return absl::StrCat("{s", shard, "}:agenda"); }

std::string StatsKey(int shard, absl::string_view journey) {
  return absl::StrCat("{s", shard, "}:stats:", journey);
}

}  // namespace usher::store
