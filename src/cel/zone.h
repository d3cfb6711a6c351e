#pragma once

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace usher::cel {

// The time zone called `name`: an IANA name such as "Europe/Berlin", "UTC", or an offset from it
// as "+05:30", "-08:00" or "02:00". False when there is none.
bool FindZone(absl::string_view name, absl::TimeZone* zone);

}  // namespace usher::cel
