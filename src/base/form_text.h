#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace usher::provider {

// Fields as application/x-www-form-urlencoded (WHATWG URL Standard, section 5.2): letters, digits
// and *-._ stand for themselves, a space is '+', every other byte %XX.
std::string FormText(const std::vector<std::pair<absl::string_view, std::string>>& fields);

}  // namespace usher::provider
