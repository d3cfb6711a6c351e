#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace usher::cel {

// How a call looks with these argument types: "int + string", "size(int)", "string.contains(int)".
std::string FormatSignature(absl::string_view function, bool receiver,
                            const std::vector<std::string>& arguments);

}  // namespace usher::cel
