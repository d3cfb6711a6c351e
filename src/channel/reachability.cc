#include "channel/reachability.h"

#include <algorithm>

#include "customer/profile.h"

namespace usher::channel {
namespace {

using customer::Channel;
using customer::Consent;
using customer::Profile;

bool Covers(const Consent& consent, Channel channel, absl::string_view category,
            bool only_if_named) {
  if (consent.channel != Channel::kNone && consent.channel != channel) return false;
  return consent.category.empty() ? !only_if_named : consent.category == category;
}

// Whether a later consent of the same scope replaces `consent`.
bool IsReplaced(const Profile& profile, const Consent& consent) {
  return std::any_of(profile.consents.begin(), profile.consents.end(), [&](const Consent& other) {
    if (other.channel != consent.channel || other.category != consent.category) return false;
    return other.at > consent.at || (other.at == consent.at && consent.granted && !other.granted);
  });
}

}  // namespace

bool HasAddress(const Profile& profile, Channel channel) {
  // Messages inside the app find the customer there, and webhooks go to the shop.
  if (channel == Channel::kInApp || channel == Channel::kWebhook) return true;
  return !customer::AddressOn(profile, channel).empty();
}

Reachability Reach(const Policy& policy, const Profile& profile, Channel channel,
                   absl::string_view category) {
  if (!HasAddress(profile, channel)) return Reachability::kNoAddress;
  const bool needs_none = ClassOf(policy, category).ignores_consent;
  const bool only_if_named = needs_none || category == kTransactional;
  bool granted = false;
  for (const Consent& consent : profile.consents) {
    if (!Covers(consent, channel, category, only_if_named)) continue;
    if (IsReplaced(profile, consent)) continue;
    if (!consent.granted) return Reachability::kOptedOut;
    granted = true;
  }
  if (granted || needs_none || policy.consent == ConsentMode::kOptOut) {
    return Reachability::kReachable;
  }
  return Reachability::kNoConsent;
}

}  // namespace usher::channel
