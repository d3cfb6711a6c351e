#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "channel/decide.h"
#include "channel/zone.h"
#include "customer/channel.h"
#include "customer/record.h"

namespace usher::channel {

// A question with all it is about, to be asked elsewhere.
struct Enquiry {
  customer::Channel channel = customer::Channel::kNone;
  std::string category;
  std::vector<customer::Contact> contacts;
  Zone zone;
  absl::Time now;
  std::string journey;
  std::string country;
  std::uint64_t place = 0;
  std::uint64_t content = 0;
  std::vector<Scheduled> scheduled;

  // The question itself. Refers to this.
  Question View() const {
    return {channel, category, contacts, zone, now, journey, country, place, content, scheduled};
  }
};

}  // namespace usher::channel
