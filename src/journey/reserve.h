#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

#include "base/ids.h"
#include "channel/enquiry.h"
#include "customer/channel.h"
#include "journey/input.h"
#include "journey/sending.h"
#include "journey/work.h"

// What an address is asked that several customers may share. Its record holds nothing but the
// ledger of what was sent there, and to whom.
namespace usher::journey {

// An attempt that its address has to allow.
struct Reservation {
  base::CustomerId address;
  std::uint64_t attempt_id = 0;
  std::uint64_t send_id = 0;
};

// What is to be reserved before the message asked about may be granted; nothing when no cap
// concerns its address. `enquiry` is that of the question.
std::optional<Reservation> ReservationFor(const Question& question, const channel::Enquiry& enquiry,
                                          Work& work);
// What to ask of the address. `until`: by then the outcome is known.
ReserveInput MakeReserveInput(const Reservation& reservation, const Question& question,
                              const channel::Zone& zone, absl::Time until);
// What to tell the address that an attempt went to, once its outcome is known.
SettleInput MakeSettleInput(const OutcomeInput& outcome);

// Whether an attempt may be made; charges it if so. The same attempt asked again is judged anew.
InputResult Reserve(const ReserveInput& input, Work& work);
// What became of it.
void Settle(const SettleInput& input, Work& work);

// Notes who is written to there; false, and nothing changed, if he was the last already.
bool NoteWrittenTo(const WrittenToInput& input, Work& work);

}  // namespace usher::journey
