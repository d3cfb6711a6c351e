#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "base/ids.h"
#include "customer/profile.h"

namespace usher::customer {

// A profile with whom it is about.
struct ProfileLine {
  base::CustomerId customer;
  ProfileChange change;
};

// Reads one profile from one line:
//   {"customer_id":"c1","attributes":{"tier":"gold"},"locale":"de-AT","time_zone":"Europe/Vienna",
//    "country":"AT","addresses":{"push":"TOKEN"},
//    "consents":[{"channel":"push","category":"marketing","granted":true,"source":"popup"}]}
// "anonymous_id" may stand for "customer_id"; null is as good as absent, but removes an attribute;
// any other member is an error. What the values are is not checked. INVALID_ARGUMENT starts with
// the member at fault.
absl::StatusOr<ProfileLine> ReadProfileLine(absl::string_view json);

}  // namespace usher::customer
