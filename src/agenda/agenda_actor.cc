#include "agenda/agenda_actor.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace usher::agenda {
namespace {

using messages::AgendaActor;
using SteadyClock = std::chrono::steady_clock;

struct AgendaState {
  static constexpr const char* name = "usher.agenda";
  explicit AgendaState(AgendaActor::pointer self) : self(self) {}

  AgendaActor::behavior_type Behavior();

  void OnLookNow(const messages::LookNow& look) {
    if (look.plan != plan) return;
    last_look = self->clock().now();
    if (!config.clock->manual()) {
      const bool sweep = last_look >= next_sweep;
      if (sweep) next_sweep = last_look + absl::ToChronoMicroseconds(config.sweep);
      for (int shard = 0; shard < config.due_board->shards(); ++shard) {
        if (sweep || config.due_board->IsDue(shard, config.clock->Now())) Claim(shard);
      }
    } else if (move) {
      MoveOn();
    }
    Plan();
  }

  // Decides when to look next: when the first customer known to be due is, or when it is time to
  // ask what other gateways committed.
  void Plan() {
    const SteadyClock::time_point now = self->clock().now();
    SteadyClock::time_point next = next_sweep;
    if (move) {
      next = now;
    } else if (!config.clock->manual()) {
      absl::Time due = config.due_board->Earliest();
      config.due_board->SetAlarm(due);
      // What was lowered before the alarm was set.
      due = std::min(due, config.due_board->Earliest());
      const absl::Duration wait =
          std::max(config.clock->ToReal(due - config.clock->Now()), absl::ZeroDuration());
      if (wait < config.sweep) next = std::min(next, now + absl::ToChronoMicroseconds(wait));
    }
    next = std::max(next, last_look + absl::ToChronoMicroseconds(config.tick));
    const messages::LookNow look{++plan};
    if (next <= now) {
      self->send(self, look);
    } else {
      self->scheduled_send(self, next, look);
    }
  }

  void Claim(int shard) {
    bool& claiming = under_way[static_cast<std::size_t>(shard)];
    if (claiming || awake >= config.awake_max) return;
    claiming = true;
    ++claims;
    config.due_board->Take(shard);
    const absl::Time now = config.clock->Now();
    config.store->ClaimDue(
        shard, now, now + config.clock->FromReal(config.claim_lease), config.claim_max,
        [actor = caf::actor_cast<AgendaActor>(self), shard](absl::StatusOr<messages::Claim> reply) {
          caf::anon_send(
              actor, messages::ClaimDone{shard, std::make_shared<absl::StatusOr<messages::Claim>>(
                                                    std::move(reply))});
        });
  }

  void OnClaimDone(const messages::ClaimDone& done) {
    under_way[static_cast<std::size_t>(done.shard)] = false;
    --claims;
    if (!done.reply->ok()) return;  // the next sweep tries again
    const messages::Claim& claim = **done.reply;
    // Back on the board, so that the next tick goes on where the limit cut this claim short.
    config.due_board->Lower(done.shard, claim.next_due);
    if (move) move->next_due = std::min(move->next_due, claim.next_due);
    for (const base::CustomerId& customer : claim.customers) Wake(customer);
    if (move) MoveOn();
  }

  void OnWoken() {
    --awake;
    if (move) MoveOn();
  }

  void Wake(const base::CustomerId& customer) {
    ++awake;
    ++wakes;
    auto delivery = std::make_shared<messages::Delivery>(
        customer, journey::WakeInput{},
        [actor = caf::actor_cast<AgendaActor>(self)](const journey::InputResult&) {
          caf::anon_send(actor, messages::Woken{});
        },
        messages::Activity::Token(config.activity));
    config.router->Route(std::move(delivery));
  }

  void OnMoveClock(const messages::MoveClock& request) {
    pending.push_back(request);
    if (!move) StartMove();
    Plan();
  }

  void StartMove() {
    if (pending.empty()) return;
    move = Move{pending.front(), wakes, absl::InfiniteFuture(), /*looked=*/false};
    pending.erase(pending.begin());
  }

  // One step of moving the standing clock: everything due now is claimed and done before the
  // clock goes on to the next due time.
  void MoveOn() {
    if (claims > 0 || awake > 0 || config.activity->count() > 0) return;
    if (!move->looked) {
      move->looked = true;
      move->next_due = absl::InfiniteFuture();
      for (int shard = 0; shard < config.due_board->shards(); ++shard) Claim(shard);
      return;
    }
    move->looked = false;
    const absl::Time now = config.clock->Now();
    if (move->next_due <= now) return;  // more is due now
    if (move->next_due <= move->request.to) {
      config.clock->Advance(move->next_due);
      MoveOn();
      return;
    }
    if (now < move->request.to) {
      config.clock->Advance(move->request.to);
      MoveOn();
      return;
    }
    move->request.done(wakes - move->wakes_before);
    move.reset();
    StartMove();
  }

  struct Move {
    messages::MoveClock request;
    std::uint64_t wakes_before = 0;
    absl::Time next_due;
    bool looked = false;
  };

  AgendaActor::pointer self;
  AgendaConfig config;
  std::unique_ptr<bool[]> under_way;
  std::uint64_t plan = 0;
  SteadyClock::time_point last_look;
  SteadyClock::time_point next_sweep;
  int claims = 0;
  int awake = 0;
  std::uint64_t wakes = 0;
  std::optional<Move> move;
  std::vector<messages::MoveClock> pending;
};

AgendaActor::behavior_type AgendaState::Behavior() {
  return {
      [this](const messages::LookNow& look) { OnLookNow(look); },
      [this](const messages::PlanAgain&) { Plan(); },
      [this](const messages::ClaimDone& done) { OnClaimDone(done); },
      [this](const messages::Woken&) { OnWoken(); },
      [this](const messages::MoveClock& request) { OnMoveClock(request); },
  };
}

AgendaActor::behavior_type RunAgenda(AgendaActor::stateful_pointer<AgendaState> self,
                                     AgendaConfig config) {
  self->state.under_way =
      std::make_unique<bool[]>(static_cast<std::size_t>(config.due_board->shards()));
  self->state.config = std::move(config);
  // The board outlives this actor, and must not keep it.
  self->state.config.due_board->OnAlarm([weak = caf::actor_cast<caf::weak_actor_ptr>(self)] {
    if (const auto strong = weak.lock()) {
      caf::anon_send(caf::actor_cast<AgendaActor>(strong), messages::PlanAgain{});
    }
  });
  self->send(self, messages::LookNow{});
  return self->state.Behavior();
}

}  // namespace

AgendaActor SpawnAgenda(caf::actor_system& system, AgendaConfig config) {
  return system.spawn(RunAgenda, std::move(config));
}

}  // namespace usher::agenda
