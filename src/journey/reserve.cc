#include "journey/reserve.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "channel/address_cap.h"
#include "customer/addresses.h"
#include "customer/ledger.h"
#include "customer/normal_address.h"
#include "journey/send_outcome.h"

namespace usher::journey {
namespace {

std::uint64_t AttemptId(std::uint64_t send_id, std::uint32_t attempt) {
  return base::HashFields({absl::StrCat(send_id), absl::StrCat(attempt)});
}

bool IsTaken(AttemptResult result) {
  return result == AttemptResult::kSent || result == AttemptResult::kUnknown ||
         result == AttemptResult::kUnknownRepeatable;
}

}  // namespace

std::optional<Reservation> ReservationFor(const Question& question, const channel::Enquiry& enquiry,
                                          Work& work) {
  if (!channel::HasAddressCaps(work.policy())) return std::nullopt;
  const std::string& address = customer::AddressOn(work.record().profile, question.channel);
  const customer::PendingSend* send = FindSend(question.send_id, work);
  // An attempt that is repeated is the same message, which counts already.
  if (address.empty() || send == nullptr || send->maybe_sent ||
      !channel::AsksAddress(work.policy(), enquiry.View())) {
    return std::nullopt;
  }
  return Reservation{customer::AddressRecordId(question.channel, address),
                     AttemptId(question.send_id, send->attempts + 1), question.send_id};
}

ReserveInput MakeReserveInput(const Reservation& reservation, const Question& question,
                              const channel::Zone& zone, absl::Time until) {
  return {
      reservation.attempt_id, question.channel, question.category, question.journey, zone, until};
}

SettleInput MakeSettleInput(const OutcomeInput& outcome) {
  return {AttemptId(outcome.send_id, outcome.attempt), IsTaken(outcome.result)};
}

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
