#include "journey/consent_change.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "channel/policy.h"
#include "customer/profile.h"

namespace usher::journey {
namespace {

using customer::Consent;

constexpr absl::Duration kClocksDiffer = absl::Minutes(10);

const Consent* Find(customer::Channel channel, absl::string_view category, Work& work) {
  for (const Consent& consent : work.record().profile.consents) {
    if (consent.channel == channel && consent.category == category) return &consent;
  }
  return nullptr;
}

bool Record(const Consent& consent, Work& work) {
  customer::ProfileChange change;
  change.consents.push_back(consent);
  if (!customer::ApplyChange(change, work.limits(), work.now(), &work.record().profile).ok()) {
    return false;
  }
  work.ProfileChanged();
  customer::Decision decision;
  decision.kind = customer::DecisionKind::kConsent;
  decision.channel = consent.channel;
  decision.detail =
      absl::StrCat(consent.granted ? "given" : "withdrawn", consent.category.empty() ? "" : " for ",
                   consent.category, ", source ", consent.source);
  work.Note(std::move(decision));
  return true;
}

// Whatever the withdrawal leaves of it is what it says itself.
bool IsMoot(const Consent& given, const Consent& withdrawal) {
  return given.granted && given.category != channel::kTransactional &&
         (withdrawal.channel == customer::Channel::kNone || given.channel == withdrawal.channel) &&
         (withdrawal.category.empty() || given.category == withdrawal.category);
}

bool ForgetMoot(const Consent& withdrawal, Work& work) {
  std::vector<Consent>& consents = work.record().profile.consents;
  const auto moot = std::find_if(consents.begin(), consents.end(),
                                 [&](const Consent& given) { return IsMoot(given, withdrawal); });
  if (moot == consents.end()) return false;
  consents.erase(moot);
  return true;
}

}  // namespace

bool WithdrawConsent(customer::Channel channel, absl::string_view category,
                     absl::string_view source, Work& work) {
  const Consent withdrawal{channel, std::string(category), /*granted=*/false, work.now(),
                           std::string(source)};
  return Record(withdrawal, work) || (ForgetMoot(withdrawal, work) && Record(withdrawal, work));
}

bool WasGivenAfter(customer::Channel channel, absl::string_view category, absl::Time at,
                   Work& work) {
  const Consent* consent = Find(channel, category, work);
  return consent != nullptr && consent->granted && consent->at > at + kClocksDiffer;
}

void GiveConsentBack(customer::Channel channel, absl::Time at, absl::string_view source,
                     Work& work) {
  const Consent* consent = Find(channel, "", work);
  if (consent == nullptr || consent->granted || consent->at > at) return;
  Record({channel, "", /*granted=*/true, work.now(), std::string(source)}, work);
}

}  // namespace usher::journey
