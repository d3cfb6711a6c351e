#pragma once

#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

#include "customer/record.h"

namespace usher::channel {

struct Policy;

// A customer's time zone; nothing when it is not known.
using Zone = std::optional<absl::TimeZone>;

// The zone of that name in the tz database, such as Europe/Berlin; nothing if there is none. Reads
// files, and names come from outside: only plain names are looked up, never paths.
Zone LoadZone(absl::string_view name);

// Zones found before. Thread-safe; holds no more than the tz database has names.
class ZoneCache {
 public:
  // As LoadZone, which is asked once for each good name.
  Zone Find(absl::string_view name);

 private:
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, absl::TimeZone> found_ ABSL_GUARDED_BY(mutex_);
};

// The zone of the first source that gives one: the profile's zone, the policy's zone for the
// profile's country, the policy's default. A name that is no zone is passed over.
Zone CustomerZone(const Policy& policy, const customer::Profile& profile, ZoneCache& zones);

}  // namespace usher::channel
