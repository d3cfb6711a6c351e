#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace usher::provider {

// A telephone number as E.164 writes it: '+' and 7 to 15 digits, the first not 0. Spaces and the
// signs - . / ( ) between them are left out, and 00 in front counts as '+'. "" for what is none.
std::string PhoneNumber(absl::string_view address);

}  // namespace usher::provider
