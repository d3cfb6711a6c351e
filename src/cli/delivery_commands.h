#pragma once

#include <cstdint>
#include <string>

#include "cli/exit_code.h"
#include "cli/session.h"

namespace usher::cli {

struct WatchDeliveriesOptions {
  std::string channel;
  // Deliveries held at once.
  std::uint32_t capacity = 10;
  // Reports every delivery as sent. Otherwise standard input is asked for each.
  bool acknowledge = false;
  // Ends after so many; 0: never.
  std::uint32_t count = 0;
};

// Takes the deliveries of a channel and prints them, a line of JSON each.
ExitCode WatchDeliveries(const Session& session, const WatchDeliveriesOptions& options);

}  // namespace usher::cli
