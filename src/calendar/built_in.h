#pragma once

#include "absl/strings/string_view.h"

namespace usher::calendar {

// calendars/occasions.yaml, as it was when the program was built.
absl::string_view BuiltInText();

}  // namespace usher::calendar
