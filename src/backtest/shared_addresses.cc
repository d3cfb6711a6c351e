#include "backtest/shared_addresses.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"

#include "channel/address_cap.h"
#include "customer/normal_address.h"

namespace usher::backtest {
namespace {

class TieFinder {
 public:
  explicit TieFinder(const channel::Policy& policy) {
    for (const customer::Channel channel : customer::kAllChannels) {
      counted_[static_cast<std::size_t>(channel)] = std::any_of(
          policy.caps.begin(), policy.caps.end(),
          [&](const channel::Cap& cap) { return cap.per_address && cap.channels.Has(channel); });
    }
  }

  void Add(std::uint32_t person, const customer::ProfileChange& change) {
    for (const customer::Address& address : change.addresses) {
      if (address.address.empty() || !counted_[static_cast<std::size_t>(address.channel)] ||
          address.address == kAssumedAddress || address.address == TestAddress(address.channel)) {
        continue;
      }
      const auto [first, is_new] = people_.try_emplace(
          customer::AddressRecordId(address.channel, address.address).key(), person);
      if (!is_new && first->second != person) ties_.emplace_back(first->second, person);
    }
  }

  std::vector<Tie> Take() { return std::move(ties_); }

 private:
  std::array<bool, customer::kAllChannels.size() + 1> counted_ = {};
  absl::flat_hash_map<std::string, std::uint32_t> people_;  // who came first, by the address's key
  std::vector<Tie> ties_;
};

}  // namespace

std::string TestAddress(customer::Channel channel) {
  return absl::StrCat("test-", customer::ChannelName(channel));
}

std::vector<Tie> AddressTies(const EventLog& log,
                             const std::vector<const customer::ProfileChange*>& profiles,
                             const channel::Policy& policy) {
  if (!channel::HasAddressCaps(policy)) return {};
  TieFinder finder(policy);
  for (std::size_t person = 0; person < profiles.size(); ++person) {
    if (profiles[person] != nullptr) {
      finder.Add(static_cast<std::uint32_t>(person), *profiles[person]);
    }
  }
  for (const auto& part : log.parts) {
    for (const PastEvent& event : part) {
      if (event.name == kToldOf) finder.Add(event.person, log.told[event.payload_hash]);
    }
  }
  return finder.Take();
}

channel::Verdict SharedAddresses::Reserve(const journey::Surroundings& surroundings,
                                          const base::CustomerId& address,
                                          const journey::ReserveInput& input, absl::Time now) {
  return *Give(surroundings, address, input, now).verdict;
}

void SharedAddresses::Settle(const journey::Surroundings& surroundings,
                             const base::CustomerId& address, const journey::SettleInput& input,
                             absl::Time now) {
  Give(surroundings, address, input, now);
}

journey::InputResult SharedAddresses::Give(const journey::Surroundings& surroundings,
                                           const base::CustomerId& address,
                                           const journey::Input& input, absl::Time now) {
  journey::Transition& ledger = ledgers_[address.key()];
  return journey::Advance(surroundings, address, input, std::max(now, ledger.record.last_at),
                          &ledger);
}

}  // namespace usher::backtest
