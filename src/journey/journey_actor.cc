#include "journey/journey_actor.h"

#include "journey/journey_actor_state.h"

namespace usher::journey {
namespace {

messages::JourneyActor::behavior_type RunJourney(
    messages::JourneyActor::stateful_pointer<JourneyState> self, base::CustomerId customer,
    std::shared_ptr<const JourneyActorConfig> config) {
  self->state.customer = std::move(customer);
  self->state.config = std::move(config);
  return self->state.Behavior();
}

}  // namespace

messages::JourneyActor SpawnJourneyActor(caf::actor_system& system, base::CustomerId customer,
                                         std::shared_ptr<const JourneyActorConfig> config) {
  return system.spawn<caf::lazy_init>(RunJourney, std::move(customer), std::move(config));
}

}  // namespace usher::journey
