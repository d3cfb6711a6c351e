// What a journey actor asks of addresses that customers may share, beside its own record: an
// attempt is reserved there before it is granted here, and settled when its outcome is committed.
// Whatever is lost in between counts, so that no cap is exceeded.

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "channel/address_cap.h"
#include "channel/zone.h"
#include "customer/normal_address.h"
#include "customer/profile.h"
#include "journey/enquire.h"
#include "journey/journey_actor_state.h"
#include "journey/work.h"

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

bool JourneyState::AskAddress(const Question& question, const AttemptTerms& terms) {
  if (!channel::HasAddressCaps(*policy)) return false;
  const Surroundings surroundings = MakeSurroundings();
  Work work(surroundings, customer, now, transition.get());
  const channel::Zone zone = channel::CustomerZone(*policy, record().profile, *config->zones);
  const channel::Enquiry enquiry = MakeEnquiry(question, zone, work);
  const std::string& address = customer::AddressOn(record().profile, question.channel);
  const auto send =
      std::find_if(record().sends.begin(), record().sends.end(),
                   [&](const auto& candidate) { return candidate.id == question.send_id; });
  // An attempt that is repeated is the same message, which counts already.
  if (address.empty() || send == record().sends.end() || send->maybe_sent ||
      !channel::AsksAddress(*policy, enquiry.View())) {
    return false;
  }
  const Reservation reservation{customer::AddressRecordId(question.channel, address),
                                AttemptId(question.send_id, send->attempts + 1), question.send_id};
  reserving = std::make_unique<Reserving>(Reserving{question, terms, reservation});
  ReserveInput input{
      reservation.attempt_id, question.channel, question.category, question.journey, zone,
      terms.lease_until};
  config->router->Route(std::make_shared<messages::Delivery>(
      reservation.address, std::move(input),
      [actor = caf::actor_cast<messages::JourneyActor>(self),
       number = ++request](const InputResult& result) {
        caf::anon_send(actor,
                       messages::Reserved{number, std::make_shared<const InputResult>(result)});
      },
      messages::Activity::Token(config->activity)));
  return true;
}

void JourneyState::OnReserved(const messages::Reserved& reserved) {
  if (reserved.request != request || phase != Phase::kAsking) return;
  if (!reserved.result->status.ok() || reserved.result->verdict == nullptr) {
    GiveUp(reserved.result->status.ok() ? absl::InternalError("an address gave no verdict")
                                        : reserved.result->status);
    return;
  }
  const std::unique_ptr<Reserving> asked = std::move(reserving);
  if (reserved.result->verdict->granted()) reservations.push_back(asked->reservation);
  Apply(asked->question, *reserved.result->verdict, asked->terms);
}

void JourneyState::SettleReservations(const Deliveries& done) {
  const std::vector<Reservation> made = std::exchange(reservations, {});
  for (auto reservation = made.begin(); reservation != made.end(); ++reservation) {
    const auto same_message = [&](const Reservation& other) {
      return other.send_id == reservation->send_id;
    };
    const bool is_used =
        std::find(granted.begin(), granted.end(), reservation->send_id) != granted.end() &&
        std::none_of(reservation + 1, made.end(), same_message);
    if (!is_used) Settle(reservation->address, reservation->attempt_id, /*taken=*/false);
  }
  if (!channel::HasAddressCaps(*policy)) return;
  for (const messages::DeliveryPtr& delivery : done) {
    const auto* outcome = std::get_if<OutcomeInput>(&delivery->input());
    if (outcome == nullptr || outcome->address.address.empty()) continue;
    Settle(customer::AddressRecordId(outcome->address.channel, outcome->address.address),
           AttemptId(outcome->send_id, outcome->attempt), IsTaken(outcome->result));
  }
}

void JourneyState::Settle(const base::CustomerId& address, std::uint64_t attempt_id, bool taken) {
  config->router->Route(
      std::make_shared<messages::Delivery>(address, SettleInput{attempt_id, taken}, nullptr,
                                           messages::Activity::Token(config->activity)));
}

}  // namespace usher::journey
