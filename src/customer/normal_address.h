#pragma once

#include <string>

#include "absl/strings/string_view.h"

#include "base/ids.h"
#include "customer/channel.h"

namespace usher::customer {

// The same for two ways to write one address, as far as that can be told from the text: telephone
// numbers without blanks, brackets, dots and hyphens, and with + for a leading 00; mail addresses
// in lower case; others as they are.
std::string NormalAddress(Channel channel, absl::string_view address);

// Whether both are one address. Providers name telephones with and without + in front.
bool IsSameAddress(Channel channel, absl::string_view a, absl::string_view b);

// The address of whoever wrote, as messages to him are addressed: with + in front of a telephone
// number that begins with the code of a country.
std::string AddressOfSender(Channel channel, absl::string_view address);

// What stands for an address that customers may share, in the store.
base::CustomerId AddressRecordId(Channel channel, absl::string_view address);

}  // namespace usher::customer
