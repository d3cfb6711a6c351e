#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace usher::provider {

// What a stranger's server said, fit to be kept and shown: one line of at most 200 bytes, without
// control characters; what is not ASCII becomes '?'.
std::string ReplyText(absl::string_view text);

}  // namespace usher::provider
