#include "journey/address_outcome.h"

#include "customer/normal_address.h"
#include "journey/consent_change.h"

namespace usher::journey {

void HeedAddress(const OutcomeInput& outcome, Work& work) {
  const customer::Address& address = outcome.address;
  for (const std::string& dead : outcome.dead_addresses) MarkDead({address.channel, dead}, work);
  if (outcome.result == AttemptResult::kDeadAddress) {
    MarkDead(address, work);
  } else if (outcome.result == AttemptResult::kComplaint &&
             address.channel != customer::Channel::kNone) {
    OptOut(address.channel, "", "spam complaint", work);
  }
}

bool MarkDead(const customer::Address& address, Work& work) {
  bool marked = false;
  for (customer::Address& own : work.record().profile.addresses) {
    if (own.channel != address.channel || own.dead ||
        !customer::IsSameAddress(own.channel, own.address, address.address)) {
      continue;
    }
    own.dead = true;
    marked = true;
  }
  if (marked) work.ProfileChanged();
  return marked;
}

void OptOut(customer::Channel channel, const std::string& category, const std::string& source,
            Work& work) {
  if (WithdrawConsent(channel, category, source, work)) return;
  for (customer::Address& own : work.record().profile.addresses) {
    own.dead = own.dead || channel == customer::Channel::kNone || own.channel == channel;
  }
  work.ProfileChanged();
}

}  // namespace usher::journey
