#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "base/ids.h"
#include "customer/record.h"
#include "journey/catalog.h"
#include "journey/content.h"

namespace usher::journey {

// A message ready for its provider.
struct Message {
  std::uint64_t send_id = 0;
  std::uint32_t attempt = 0;
  base::CustomerId customer;
  std::string address;  // empty on channels that need none
  // The customer's others on the channel, which are to get the message too. It is one message all
  // the same, and sent when one of them takes it.
  std::vector<std::string> more_addresses;
  customer::Channel channel = customer::Channel::kNone;
  std::string category;
  RenderedContent content;
  std::string journey;
  std::string step;
  std::string key;
  absl::Time wanted_at;  // when its step was reached, or its best hour came
  absl::Time at;         // when it was granted
  absl::Time expire_at;  // not to be delivered later
};

// Writes the message of a granted send as the record stands. FAILED_PRECONDITION when its run or
// version is gone; errors of the template as Content::Render gives them.
absl::StatusOr<Message> Compose(const Catalog& catalog, const base::CustomerId& customer,
                                const customer::Record& record, const customer::PendingSend& send,
                                absl::TimeZone zone);

}  // namespace usher::journey
