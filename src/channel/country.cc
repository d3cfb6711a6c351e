#include "channel/country.h"

#include "absl/strings/ascii.h"

namespace usher::channel {

std::string CustomerCountry(const Policy& policy, const customer::Profile& profile) {
  return profile.country.empty() ? policy.default_country : absl::AsciiStrToUpper(profile.country);
}

}  // namespace usher::channel
