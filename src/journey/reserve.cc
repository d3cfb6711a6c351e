#include "journey/reserve.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "channel/address_cap.h"
#include "customer/ledger.h"

namespace usher::journey {

InputResult Reserve(const ReserveInput& input, Work& work) {
  customer::Record& record = work.record();
  customer::GiveBack(record, input.attempt_id);
  channel::Question question;
  question.channel = input.channel;
  question.category = input.category;
  question.journey = input.journey;
  question.contacts = record.contacts;
  question.zone = input.zone;
  question.now = work.now();
  auto verdict =
      std::make_shared<channel::Verdict>(channel::DecideForAddress(work.policy(), question));
  if (verdict->granted() && !channel::ClassOf(work.policy(), input.category).uncounted) {
    // Until its outcome is known it counts as if it were sent now, and at the latest then.
    customer::Charge(record,
                     {std::max(work.now(), input.until), input.channel, input.category,
                      input.attempt_id, input.journey},
                     work.limits());
  }
  InputResult result;
  result.verdict = std::move(verdict);
  return result;
}

void Settle(const SettleInput& input, Work& work) {
  customer::Record& record = work.record();
  const auto charged =
      std::find_if(record.contacts.begin(), record.contacts.end(),
                   [&](const auto& contact) { return contact.send_id == input.attempt_id; });
  if (charged == record.contacts.end()) return;
  customer::Contact contact = *charged;
  customer::GiveBack(record, input.attempt_id);
  if (!input.taken) return;
  contact.at = work.now();
  customer::Charge(record, std::move(contact), work.limits());
}

bool NoteWrittenTo(const WrittenToInput& input, Work& work) {
  std::vector<std::string>& written_to = work.record().written_to;
  if (!written_to.empty() && written_to.front() == input.customer) return false;
  written_to.erase(std::remove(written_to.begin(), written_to.end(), input.customer),
                   written_to.end());
  written_to.insert(written_to.begin(), input.customer);
  if (written_to.size() > work.limits().written_to_max) written_to.pop_back();
  return true;
}

}  // namespace usher::journey
