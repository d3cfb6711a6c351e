#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "backtest/event_log.h"
#include "channel/decide.h"
#include "channel/policy.h"
#include "customer/channel.h"
#include "journey/advance.h"
#include "journey/reserve.h"

namespace usher::backtest {

// The address of people of whom only that they have one is assumed. Nobody shares it.
inline constexpr absl::string_view kAssumedAddress = "assumed";
// The same for somebody in a test of journeys.
std::string TestAddress(customer::Channel channel);

// Two people by their index in the log.
using Tie = std::pair<std::uint32_t, std::uint32_t>;

// Who shares an address that a cap of the policy counts for, at whatever time. `profiles` by index
// in the log; null: nothing is known.
std::vector<Tie> AddressTies(const EventLog& log,
                             const std::vector<const customer::ProfileChange*>& profiles,
                             const channel::Policy& policy);

// The ledgers of the addresses of one group of people.
class SharedAddresses {
 public:
  // As the gateway asks the address, which charges the attempt if it allows it.
  channel::Verdict Reserve(const journey::Surroundings& surroundings,
                           const base::CustomerId& address, const journey::ReserveInput& input,
                           absl::Time now);
  void Settle(const journey::Surroundings& surroundings, const base::CustomerId& address,
              const journey::SettleInput& input, absl::Time now);
  void Clear() { ledgers_.clear(); }

 private:
  journey::InputResult Give(const journey::Surroundings& surroundings,
                            const base::CustomerId& address, const journey::Input& input,
                            absl::Time now);

  absl::flat_hash_map<std::string, journey::Transition> ledgers_;  // by the address's key
};

}  // namespace usher::backtest
