#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace usher::shop {

struct Consent {
  std::string channel;   // "push", "email" or "sms"
  std::string category;  // "marketing"
  bool granted = false;
};

// Who a customer is and how to reach them. Mail goes to example.test and push tokens are
// invented. Phone numbers are drawn from real ranges, so that they pass validation: never hand them
// to a provider that really sends.
struct Profile {
  std::string customer_id;
  std::string first_name;
  std::string last_name;
  std::string tier;       // "gold", "silver" or "bronze"
  std::string locale;     // BCP 47
  std::string time_zone;  // tz database
  std::string country;    // ISO 3166-1 alpha-2
  std::string push;       // each address empty where the customer has none
  std::string email;
  std::string sms;                // E.164
  std::vector<Consent> consents;  // one for each address
};

// The profile of the simulator's customer `number` (from 0) under the same seed and days.
Profile SimulatedProfile(std::uint64_t seed, std::uint64_t number, int days);

// A profile for a customer of a real log, known by id, country (the log's name) and `orders` in the
// log; everything else is drawn from the seed and the id.
Profile LogProfile(std::uint64_t seed, absl::string_view customer_id, absl::string_view country,
                   int orders);

// Appends `profile` to `out` as one line of JSON, ended by a newline.
void AppendJsonLine(const Profile& profile, std::string* out);

}  // namespace usher::shop
