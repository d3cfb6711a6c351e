#pragma once

#include <string>

#include "absl/strings/string_view.h"

#include "customer/channel.h"

namespace usher::customer {

// The same for two ways to write one address, as far as that can be told from the text: telephone
// numbers without blanks, brackets, dots and hyphens, and with + for a leading 00; mail addresses
// in lower case; others as they are.
std::string NormalAddress(Channel channel, absl::string_view address);

}  // namespace usher::customer
