#pragma once

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace usher::base {

// Finds the zone called `name` in the tz database, such as Europe/Berlin; false if there is none.
// Names may come from outside: only plain names are looked up, never paths, and bad ones leave
// nothing behind. Each good one is read once. Thread-safe.
bool FindZone(absl::string_view name, absl::TimeZone* zone);

}  // namespace usher::base
