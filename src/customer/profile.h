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
  std::vector<Address> addresses;  // as SetAddress() has it
  std::vector<Consent> consents;   // recorded at `now`
  std::vector<Address> gone = {};  // addresses that are removed, before others are set
};

// Applies all of the change or, with INVALID_ARGUMENT naming the limit, nothing.
absl::Status ApplyChange(const ProfileChange& change, const Limits& limits, absl::Time now,
                         Profile* profile);

}  // namespace usher::customer
