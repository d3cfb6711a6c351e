#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/session.h"

namespace usher::cli {

struct WatchDeliveriesOptions {
  std::string channel;
  // Deliveries held at once.
  std::uint32_t capacity = 10;
  // What every delivery is reported as. Empty: standard input is asked for each.
  std::string report;
  // Ends after so many; 0: never.
  std::uint32_t count = 0;
};

// What can become of a delivery, such as accepted.
std::vector<std::string> DeliveryOutcomes();

// Takes the deliveries of a channel and prints them, a line of JSON each.
ExitCode WatchDeliveries(const Session& session, const WatchDeliveriesOptions& options);

}  // namespace usher::cli
