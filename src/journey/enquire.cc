#include "journey/enquire.h"

#include <algorithm>
#include <vector>

#include "base/hash.h"
#include "channel/country.h"
#include "journey/scheduled.h"
#include "journey/send_outcome.h"

namespace usher::journey {

using customer::PendingSend;
using customer::SendPhase;

namespace {

bool IsUnderWay(std::uint64_t send_id, Work& work) {
  const PendingSend* send = FindSend(send_id, work);
  return send != nullptr && send->phase == SendPhase::kGranted;
}

// All that is charged but the message itself. What is under way may reach its provider only now.
std::vector<customer::Contact> ContactsBeside(std::uint64_t send_id, Work& work) {
  std::vector<customer::Contact> contacts = work.record().contacts;
  std::erase_if(contacts, [&](const auto& contact) { return contact.send_id == send_id; });
  const auto under_way = std::stable_partition(
      contacts.begin(), contacts.end(),
      [&](const auto& contact) { return !IsUnderWay(contact.send_id, work); });
  for (auto contact = under_way; contact != contacts.end(); ++contact) contact->at = work.now();
  return contacts;
}

}  // namespace

channel::Enquiry MakeEnquiry(const Question& question, const channel::Zone& zone, Work& work) {
  channel::Enquiry enquiry;
  enquiry.channel = question.channel;
  enquiry.category = question.category;
  enquiry.contacts = ContactsBeside(question.send_id, work);
  enquiry.zone = zone;
  enquiry.now = work.now();
  enquiry.journey = question.journey;
  enquiry.country = channel::CustomerCountry(work.policy(), work.record().profile);
  enquiry.place = base::Hash64(work.customer().name());
  enquiry.content = question.content;
  if (!work.policy().priorities.empty()) {
    enquiry.scheduled = ScheduledMessages(question.send_id, work);
  }
  return enquiry;
}

}  // namespace usher::journey
