#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "absl/time/time.h"

#include "backtest/observer.h"
#include "backtest/shared_addresses.h"
#include "backtest/world.h"
#include "base/ids.h"
#include "channel/zone.h"
#include "journey/advance.h"
#include "journey/compose.h"
#include "journey/input.h"
#include "journey/sending.h"

namespace usher::backtest {

// A message that was sent, as far as reactions to it go.
struct Sent {
  std::uint64_t send_id = 0;
  customer::Channel channel = customer::Channel::kNone;
  absl::Time at;
};

// What a journey actor, its channel actors and a provider that answers at once do for one person,
// in the order in which they do it (journey/journey_actor_state.cc), without any of them.
class Life {
 public:
  Life(std::size_t person, base::CustomerId id) : person_(person), id_(std::move(id)) {}

  // Applies the input and all that follows from it at that time: verdicts, attempts, outcomes.
  // `addresses` are those of the person's group.
  journey::InputResult Give(const World& world, channel::ZoneCache* zones, Observer* observer,
                            SharedAddresses* addresses, const journey::Input& input, absl::Time at);

  const base::CustomerId& id() const { return id_; }
  const customer::Record& record() const { return transition_.record; }
  // What was sent since it was asked for the last time.
  std::vector<Sent> TakeSent() { return std::exchange(sent_, {}); }
  bool any_sent() const { return !sent_.empty(); }

 private:
  struct Pass;  // what Give() is given

  journey::InputResult Transit(const Pass& pass, const journey::Input& input, absl::Time now);
  std::vector<std::uint64_t> Ask(const Pass& pass, const journey::Surroundings& surroundings,
                                 absl::Time now);
  void Dispatch(const Pass& pass, std::uint64_t send_id);
  // Tells the observer what is in the inbox now, if it is.
  void NoteShown(const Pass& pass, std::uint64_t send_id);
  // Tells the address, if it had to be asked.
  void Settle(const Pass& pass, const journey::OutcomeInput& outcome, absl::Time now);

  std::size_t person_;
  base::CustomerId id_;
  journey::Transition transition_;
  std::deque<journey::OutcomeInput> outcomes_;
  std::map<std::uint64_t, base::CustomerId> reserved_at_;  // addresses, by the message under way
  std::vector<Sent> sent_;
};

}  // namespace usher::backtest
