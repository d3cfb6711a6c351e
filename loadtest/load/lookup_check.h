#pragma once

#include <atomic>
#include <cstdint>

#include "load/connections.h"
#include "load/ledger.h"
#include "load/report.h"
#include "load/traffic.h"

namespace usher::load {

// Asks the gateway for every acknowledged event of at most `customers_max` customers (0: of all),
// spread evenly over those who have some. Blocks.
Check CheckEventsPresent(const Ledger& ledger, const Traffic& traffic, const Names& names,
                         std::uint64_t customers_max, const Channels& channels,
                         const std::atomic<bool>& stop);

}  // namespace usher::load
