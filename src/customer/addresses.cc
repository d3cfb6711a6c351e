#include "customer/addresses.h"

#include <algorithm>

namespace usher::customer {
namespace {

constexpr std::size_t kDevicesMax = 5;

std::size_t CountOn(Channel channel, const std::vector<Address>& addresses) {
  return static_cast<std::size_t>(
      std::count_if(addresses.begin(), addresses.end(),
                    [channel](const Address& each) { return each.channel == channel; }));
}

auto Find(const Address& address, std::vector<Address>* addresses) {
  return std::find_if(addresses->begin(), addresses->end(), [&](const Address& each) {
    return each.channel == address.channel && each.address == address.address;
  });
}

// The one that can be done without.
auto Dispensable(Channel channel, std::vector<Address>* addresses) {
  const auto dead =
      std::find_if(addresses->begin(), addresses->end(),
                   [channel](const Address& each) { return each.channel == channel && each.dead; });
  if (dead != addresses->end()) return dead;
  return std::find_if(addresses->begin(), addresses->end(),
                      [channel](const Address& each) { return each.channel == channel; });
}

}  // namespace

std::size_t AddressesMax(Channel channel) { return channel == Channel::kPush ? kDevicesMax : 1; }

void SetAddress(const Address& address, std::vector<Address>* addresses) {
  if (address.address.empty()) {
    std::erase_if(*addresses, [&](const Address& each) { return each.channel == address.channel; });
    return;
  }
  const auto known = Find(address, addresses);
  if (known != addresses->end()) {
    if (AddressesMax(address.channel) > 1) std::rotate(known, known + 1, addresses->end());
    return;
  }
  if (CountOn(address.channel, *addresses) >= AddressesMax(address.channel)) {
    addresses->erase(Dispensable(address.channel, addresses));
  }
  addresses->push_back(address);
}

void AddMissingAddresses(const std::vector<Address>& from, std::vector<Address>* to) {
  for (const Address& address : from) {
    if (Find(address, to) != to->end() ||
        CountOn(address.channel, *to) >= AddressesMax(address.channel)) {
      continue;
    }
    to->push_back(address);
  }
}

std::vector<std::string> LiveAddresses(const Profile& profile, Channel channel) {
  std::vector<std::string> live;
  for (auto each = profile.addresses.rbegin(); each != profile.addresses.rend(); ++each) {
    if (each->channel == channel && !each->dead) live.push_back(each->address);
  }
  return live;
}

const std::string& AddressOn(const Profile& profile, Channel channel) {
  static const std::string kNone;
  for (auto each = profile.addresses.rbegin(); each != profile.addresses.rend(); ++each) {
    if (each->channel == channel && !each->dead) return each->address;
  }
  return kNone;
}

}  // namespace usher::customer
