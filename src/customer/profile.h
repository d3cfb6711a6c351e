#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "base/value.h"
#include "customer/limits.h"
#include "customer/record.h"

namespace usher::customer {

// What the shop tells about a customer. What is not given stays as it is.
struct ProfileChange {
  base::Value::Map attributes;  // null removes one
  std::optional<std::string> locale;
  std::optional<std::string> time_zone;
  std::optional<std::string> country;
  std::vector<Address> addresses;  // an empty address removes it; a dead one stays dead
  std::vector<Consent> consents;   // recorded at `now`
};

// Applies all of the change or, with INVALID_ARGUMENT naming the limit, nothing.
absl::Status ApplyChange(const ProfileChange& change, const Limits& limits, absl::Time now,
                         Profile* profile);

// The address on a channel, or "" if there is none or it is dead.
const std::string& AddressOn(const Profile& profile, Channel channel);

}  // namespace usher::customer
