#pragma once

#include <cstdint>
#include <string>

#include "customer/channel.h"
#include "journey/work.h"

namespace usher::journey {

// What the record still knows of a message; what it does not is empty.
struct MessageFacts {
  customer::Channel channel = customer::Channel::kNone;
  std::string journey;
  std::string step;  // id
  std::string template_name;
};

// Of the message of that id, which may be on its way or sent long ago.
MessageFacts FactsOf(std::uint64_t send_id, Work& work);

}  // namespace usher::journey
