// What a journey actor asks of addresses that customers may share, beside its own record: an
// attempt is reserved there before it is granted here, and settled when its outcome is committed.
// Whatever is lost in between counts, so that no cap is exceeded.

#include <algorithm>
#include <memory>
#include <utility>

#include "channel/address_cap.h"
#include "channel/zone.h"
#include "customer/normal_address.h"
#include "journey/enquire.h"
#include "journey/journey_actor_state.h"
#include "journey/work.h"

namespace usher::journey {

bool JourneyState::AskAddress(const Question& question, const AttemptTerms& terms) {
  if (!channel::HasAddressCaps(*policy)) return false;
  const Surroundings surroundings = MakeSurroundings();
  Work work(surroundings, customer, now, transition.get());
  const channel::Zone zone = channel::CustomerZone(*policy, record().profile, *config->zones);
  const auto reservation = ReservationFor(question, MakeEnquiry(question, zone, work), work);
  if (!reservation) return false;
  reserving = std::make_unique<Reserving>(Reserving{question, terms, *reservation});
  config->router->Route(std::make_shared<messages::Delivery>(
      reservation->address, MakeReserveInput(*reservation, question, zone, terms.lease_until),
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
    if (!is_used) Settle(reservation->address, {reservation->attempt_id, /*taken=*/false});
  }
  if (!channel::HasAddressCaps(*policy)) return;
  for (const messages::DeliveryPtr& delivery : done) {
    const auto* outcome = std::get_if<OutcomeInput>(&delivery->input());
    if (outcome == nullptr || outcome->address.address.empty()) continue;
    Settle(customer::AddressRecordId(outcome->address.channel, outcome->address.address),
           MakeSettleInput(*outcome));
  }
}

void JourneyState::Settle(const base::CustomerId& address, SettleInput input) {
  config->router->Route(std::make_shared<messages::Delivery>(
      address, std::move(input), nullptr, messages::Activity::Token(config->activity)));
}

}  // namespace usher::journey
