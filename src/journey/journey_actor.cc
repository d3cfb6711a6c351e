#include "journey/journey_actor.h"

#include "journey/journey_actor_state.h"

namespace usher::journey {
namespace {

messages::JourneyActor::behavior_type RunJourney(
    messages::JourneyActor::stateful_pointer<JourneyState> self, base::CustomerId customer,
    std::shared_ptr<const JourneyActorConfig> config, std::shared_ptr<Transition> transition) {
  self->state.transition = std::move(transition);
  self->state.customer = std::move(customer);
  self->state.config = std::move(config);
  return self->state.Behavior();
}

}  // namespace

messages::SpawnedJourney SpawnJourneyActor(caf::actor_system& system, base::CustomerId customer,
                                           std::shared_ptr<const JourneyActorConfig> config) {
  auto transition = std::make_shared<Transition>();
  const base::Memory record{transition.get(), sizeof(Transition)};
  return {system.spawn<caf::lazy_init>(RunJourney, std::move(customer), std::move(config),
                                       std::move(transition)),
          record};
}

}  // namespace usher::journey
