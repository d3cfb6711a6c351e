#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace usher::cel {

// What people from other languages write, and what it is here. Each is "; " and a hint that follows
// the error, or "" if there is none to give.

// For the word or sign at byte `offset` of the expression, or before it, that is not understood.
std::string ForeignHint(absl::string_view expression, int offset);

// For a name that is unknown, such as nil.
std::string ForeignNameHint(absl::string_view name);

}  // namespace usher::cel
