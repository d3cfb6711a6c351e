#include "channel/consent_loader.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

namespace usher::channel {
namespace {

constexpr std::size_t kCountriesMax = 300;
constexpr char kPurchase[] = "Order Completed";
constexpr std::size_t kEventLengthMax = 128;
constexpr absl::Duration kPurchaseWithin = absl::Hours(24 * 365);
constexpr absl::Duration kPurchaseWithinMax = absl::Hours(24 * 1100);

ConsentMode LoadMode(const std::string& field, v1::ConsentMode mode, PolicyFields& fields) {
  switch (mode) {
    case v1::CONSENT_MODE_UNSPECIFIED:
    case v1::CONSENT_MODE_OPT_IN:
      return ConsentMode::kOptIn;
    case v1::CONSENT_MODE_OPT_OUT:
      return ConsentMode::kOptOut;
    case v1::CONSENT_MODE_SOFT_OPT_IN:
      return ConsentMode::kSoftOptIn;
    default:
      fields.Add(field,
                 absl::StrCat(static_cast<int>(mode), ": must be opt_in, soft_opt_in or opt_out"));
      return ConsentMode::kOptIn;
  }
}

bool AsksForPurchases(const Policy& policy) {
  return policy.consent == ConsentMode::kSoftOptIn ||
         std::any_of(policy.consent_by_country.begin(), policy.consent_by_country.end(),
                     [](const auto& entry) { return entry.second == ConsentMode::kSoftOptIn; });
}

void LoadSoftOptIn(const v1::Policy& proto, PolicyFields& fields, Policy* policy) {
  const v1::SoftOptIn& given = proto.soft_opt_in();
  SoftOptIn& soft = policy->soft_opt_in;
  soft.event = given.event().empty() ? kPurchase : given.event();
  if (soft.event.size() > kEventLengthMax) {
    fields.Add("soft_opt_in.event",
               absl::StrCat(soft.event.size(), " bytes: must be at most ", kEventLengthMax));
  }
  soft.within = kPurchaseWithin;
  if (given.has_within()) {
    soft.within = fields.ReadDuration("soft_opt_in.within", given.within(), absl::Hours(1),
                                      kPurchaseWithinMax);
  }
  soft.channels = fields.ReadChannels("soft_opt_in", given.channels());
  if (soft.channels.all()) soft.channels.Add(customer::Channel::kEmail);
}

}  // namespace

void LoadConsent(const v1::Policy& proto, PolicyFields& fields, Policy* policy) {
  policy->consent = LoadMode("consent", proto.consent(), fields);
  fields.CheckCount("consent_by_country", proto.consent_by_country().size(), kCountriesMax);
  for (const std::string& country : SortedKeys(proto.consent_by_country())) {
    const std::string field = absl::StrCat("consent_by_country.", country);
    fields.CheckCountry(field, country);
    const auto mode = static_cast<v1::ConsentMode>(proto.consent_by_country().at(country));
    policy->consent_by_country.emplace(country, LoadMode(field, mode, fields));
  }
  if (AsksForPurchases(*policy)) {
    LoadSoftOptIn(proto, fields, policy);
  } else if (proto.has_soft_opt_in()) {
    fields.Add("soft_opt_in",
               "has no effect; must go, or consent or consent_by_country must be soft_opt_in");
  }
}

}  // namespace usher::channel
