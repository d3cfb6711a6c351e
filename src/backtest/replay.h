#pragma once

#include <cstdint>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"

#include "backtest/groups.h"
#include "backtest/life.h"
#include "backtest/observer.h"
#include "backtest/shared_addresses.h"
#include "backtest/world.h"
#include "customer/profile.h"

namespace usher::backtest {

// What is known of people besides their events, by their index in the log; null: nothing.
using Profiles = std::vector<const customer::ProfileChange*>;

// Lets one group live through its events: before each, whatever is due earlier happens, and after
// the last the clock runs to the world's end, or until nothing is due any more. For one thread.
class Replay {
 public:
  Replay(const World& world, const EventLog& log, const Profiles& profiles,
         channel::ZoneCache* zones, Observer* observer)
      : world_(world), log_(log), profiles_(profiles), zones_(zones), observer_(observer) {}

  void Run(const Group& group);

 private:
  static constexpr int kWakeUp = -1;  // when something in the record is due
  static constexpr int kWalk = -2;    // when journeys begin that the clock starts

  // Something that happens by itself: a wake-up, or what a customer is assumed to do.
  struct Due {
    absl::Time at;
    std::uint64_t order = 0;  // of equally early ones, the lower comes first
    std::size_t person = 0;
    int reaction = kWakeUp;  // index in reactions_, or one of the two below
    friend bool operator>(const Due& a, const Due& b) {
      return a.at != b.at ? a.at > b.at : a.order > b.order;
    }
  };
  struct Person {
    Life life;
    absl::Time due = absl::InfiniteFuture();  // as it stands in the queue
  };

  void Introduce(const Group& group);
  void RunUntil(absl::Time end);
  void Wake(const Due& due);
  void Happen(std::size_t person, const PastEvent& event);
  journey::InputResult Give(std::size_t person, const journey::Input& input, absl::Time at);
  void GiveEvent(std::size_t person, const journey::EventInput& event, absl::Time now,
                 bool assumed);
  void WorkOnMerges(std::size_t person, absl::Time at);
  void AssumeReactions(std::size_t person);
  void Await(std::size_t person);
  std::size_t Find(const base::CustomerId& id) const;

  const World& world_;
  const EventLog& log_;
  const Profiles& profiles_;
  channel::ZoneCache* zones_;
  Observer* observer_;

  std::vector<Person> people_;
  absl::flat_hash_map<std::string, std::size_t> places_;  // by key; empty for one alone
  std::priority_queue<Due, std::vector<Due>, std::greater<>> queue_;
  std::uint64_t order_ = 0;
  std::vector<journey::EventInput> reactions_;
  SharedAddresses addresses_;
};

}  // namespace usher::backtest
