#include "channel/reachability.h"

#include <algorithm>
#include <string>

#include "channel/country.h"
#include "customer/addresses.h"

namespace usher::channel {
namespace {

using customer::Channel;
using customer::Consent;
using customer::Profile;
using customer::Record;

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

// What the consents in force that cover a message say.
struct Words {
  bool granted = false;
  bool withdrawn = false;
};

Words WordsOn(const Profile& profile, Channel channel, absl::string_view category,
              bool only_if_named) {
  Words words;
  for (const Consent& consent : profile.consents) {
    if (!Covers(consent, channel, category, only_if_named)) continue;
    if (IsReplaced(profile, consent)) continue;
    (consent.granted ? words.granted : words.withdrawn) = true;
  }
  return words;
}

bool NeedsNoGrant(const Policy& policy, const Record& record, absl::Time now, Channel channel) {
  ConsentMode mode = policy.consent;
  if (!policy.consent_by_country.empty()) {
    const auto found = policy.consent_by_country.find(CustomerCountry(policy, record.profile));
    if (found != policy.consent_by_country.end()) mode = found->second;
  }
  if (mode != ConsentMode::kSoftOptIn) return mode == ConsentMode::kOptOut;
  return policy.soft_opt_in.channels.Has(channel) &&
         record.last_purchase_at + policy.soft_opt_in.within > now;
}

bool IsEngaged(const Policy& policy, const Record& record, absl::Time now, Channel channel) {
  const absl::Time heard_of = std::max(record.last_event_at, record.created_at);
  return std::all_of(policy.engagement.begin(), policy.engagement.end(),
                     [&](const Engagement& rule) {
                       return !rule.channels.Has(channel) || heard_of + rule.within > now;
                     });
}

}  // namespace

bool HasAddress(const Profile& profile, Channel channel) {
  // Messages inside the app find the customer there, and webhooks go to the shop.
  if (channel == Channel::kInApp || channel == Channel::kWebhook) return true;
  return !customer::AddressOn(profile, channel).empty();
}

Reachability Reach(const Policy& policy, const Record& record, absl::Time now, Channel channel,
                   absl::string_view category) {
  if (!HasAddress(record.profile, channel)) return Reachability::kNoAddress;
  const Class& treatment = ClassOf(policy, category);
  const bool only_if_named = treatment.ignores_consent || category == kTransactional;
  const Words about_category = WordsOn(record.profile, channel, category, only_if_named);
  if (about_category.withdrawn) return Reachability::kOptedOut;
  bool granted = about_category.granted;
  if (!treatment.consent_topics.empty()) {
    granted = true;
    for (const std::string& topic : treatment.consent_topics) {
      const Words about_topic = WordsOn(record.profile, channel, topic, only_if_named);
      if (about_topic.withdrawn) return Reachability::kOptedOut;
      granted = granted && about_topic.granted;
    }
  }
  if (!granted && !treatment.ignores_consent && !NeedsNoGrant(policy, record, now, channel)) {
    return Reachability::kNoConsent;
  }
  if (!treatment.ignores_engagement && !IsEngaged(policy, record, now, channel)) {
    return Reachability::kUnengaged;
  }
  return Reachability::kReachable;
}

}  // namespace usher::channel
