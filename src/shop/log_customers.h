#pragma once

#include <string>
#include <vector>

#include "shop/event.h"

namespace usher::shop {

// A known customer of a real log.
struct LogCustomer {
  std::string id;
  std::string country;  // the property "country" of their first event, or empty
  int orders = 0;       // "Order Completed" events
};

// The customers of `events`, in the order in which they first appear; anonymous visitors are none.
std::vector<LogCustomer> LogCustomers(const std::vector<Event>& events);

}  // namespace usher::shop
