#include "customer/profile.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "customer/addresses.h"

namespace usher::customer {
namespace {

base::Value::Map Merge(const base::Value::Map& old, const base::Value::Map& change) {
  base::Value merged(old);
  for (const auto& [name, value] : change) merged.Set(name, value);
  base::Value::Map& members = *merged.mutable_map();
  members.erase(std::remove_if(members.begin(), members.end(),
                               [](const auto& member) { return member.second.is_null(); }),
                members.end());
  return std::move(members);
}

void SetConsent(Consent consent, absl::Time now, Profile* profile) {
  consent.at = now;
  for (Consent& old : profile->consents) {
    if (old.channel == consent.channel && old.category == consent.category) {
      old = std::move(consent);
      return;
    }
  }
  profile->consents.push_back(std::move(consent));
}

}  // namespace

absl::Status ApplyChange(const ProfileChange& change, const Limits& limits, absl::Time now,
                         Profile* profile) {
  Profile next = *profile;
  next.attributes = Merge(profile->attributes, change.attributes);
  // What does not touch the attributes, such as an opt-out, gets through whatever they are.
  if (!change.attributes.empty() && next.attributes.size() > limits.attributes_max) {
    return absl::InvalidArgumentError(absl::StrCat("attributes: the customer would have ",
                                                   next.attributes.size(), "; at most ",
                                                   limits.attributes_max, " are kept"));
  }
  const std::size_t bytes = base::ToJson(base::Value(next.attributes)).size();
  if (!change.attributes.empty() && bytes > limits.attributes_bytes_max) {
    return absl::InvalidArgumentError(absl::StrCat("attributes: the customer's would take ", bytes,
                                                   " bytes as JSON; at most ",
                                                   limits.attributes_bytes_max, " are kept"));
  }
  if (change.locale) next.locale = *change.locale;
  if (change.time_zone) next.time_zone = *change.time_zone;
  if (change.country) next.country = *change.country;
  for (const Address& gone : change.gone) {
    std::erase_if(next.addresses, [&](const Address& each) {
      return each.channel == gone.channel && each.address == gone.address;
    });
  }
  for (const Address& address : change.addresses) SetAddress(address, &next.addresses);
  for (const Consent& consent : change.consents) SetConsent(consent, now, &next);
  if (next.consents.size() > limits.consents_max) {
    return absl::InvalidArgumentError(absl::StrCat("consents: the customer would have ",
                                                   next.consents.size(), "; at most ",
                                                   limits.consents_max, " are kept"));
  }
  *profile = std::move(next);
  return absl::OkStatus();
}

}  // namespace usher::customer
