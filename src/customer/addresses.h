#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "customer/channel.h"
#include "customer/record.h"

// Where a customer is reached. A phone and a tablet have a token each, so push may have several
// addresses; all other channels have one.
namespace usher::customer {

// How many addresses a channel may have: 5 for push, 1 for others.
std::size_t AddressesMax(Channel channel);

// Sets an address; an empty one removes all of its channel. Where there are as many as there may be
// already, a dead one gives way, else the one told longest ago. An address that is told again is no
// better than it was.
void SetAddress(const Address& address, std::vector<Address>* addresses);

// The addresses of `from` that are not there and that there is room for.
void AddMissingAddresses(const std::vector<Address>& from, std::vector<Address>* to);

// The live addresses on a channel, the one told last first.
std::vector<std::string> LiveAddresses(const Profile& profile, Channel channel);

// The first of them, or "" if there is none.
const std::string& AddressOn(const Profile& profile, Channel channel);

}  // namespace usher::customer
