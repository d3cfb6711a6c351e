#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "customer/channel.h"
#include "journey/compose.h"
#include "journey/input.h"

namespace usher::simulation {

// What really happened, as clients and providers saw it, and what was wrong with it.
struct Journal {
  // One call of a provider.
  struct Attempt {
    journey::Message message;
    absl::Time called_at;    // on the world's clock
    bool delivered = false;  // it reached the customer
    bool told = false;       // the gateways were told for certain that it was not sent
  };
  std::vector<Attempt> attempts;
  std::map<std::uint64_t, std::vector<std::size_t>> attempts_of;  // by send id

  // When the event happened that started a run, by the run's key.
  std::map<std::string, absl::Time> started_at;
  // When an order was acknowledged that ended a run of "cart", by the run's key.
  std::map<std::string, absl::Time> ordered_at;
  // Customers and channels that were told to be opted out.
  std::set<std::pair<std::string, customer::Channel>> opted_out;
  // Customers that were told to be erased, and until when they are to be left alone.
  std::map<std::string, absl::Time> erased;

  // How often each thing happened, so that a run proves something.
  std::map<std::string, int> counts;

  std::vector<std::string> violations;
};

}  // namespace usher::simulation
