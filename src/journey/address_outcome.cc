#include "journey/address_outcome.h"

#include <utility>

#include "customer/profile.h"

namespace usher::journey {
namespace {

using customer::Decision;
using customer::DecisionKind;

void MarkDead(const customer::Address& address, Work& work) {
  for (customer::Address& own : work.record().profile.addresses) {
    if (own.channel == address.channel && own.address == address.address) own.dead = true;
  }
}

// False when the customer has too many consents to keep one more.
bool Withdraw(customer::Channel channel, Work& work) {
  customer::ProfileChange change;
  change.consents.push_back({channel, "", false, work.now(), "spam complaint"});
  if (!customer::ApplyChange(change, work.limits(), work.now(), &work.record().profile).ok()) {
    return false;
  }
  Decision decision;
  decision.kind = DecisionKind::kConsent;
  decision.channel = channel;
  decision.detail = "withdrawn, source spam complaint";
  work.Note(std::move(decision));
  return true;
}

}  // namespace

void HeedAddress(const OutcomeInput& outcome, Work& work) {
  const customer::Address& address = outcome.address;
  for (const std::string& dead : outcome.dead_addresses) MarkDead({address.channel, dead}, work);
  if (outcome.result == AttemptResult::kDeadAddress) {
    MarkDead(address, work);
  } else if (outcome.result == AttemptResult::kComplaint &&
             address.channel != customer::Channel::kNone && !Withdraw(address.channel, work)) {
    MarkDead(address, work);
  }
}

}  // namespace usher::journey
