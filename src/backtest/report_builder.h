#pragma once

#include <array>
#include <string>

#include "backtest/journey_files.h"
#include "backtest/report.h"
#include "backtest/tally.h"

namespace usher::backtest {

// What the providers take, in messages a second, by channel; 0: not given.
using ProviderRates = std::array<double, 8>;

// What was counted about one set of journeys, in the order of their steps.
SideReport ReportOn(const Tally& tally, const JourneySet& journeys, const ProviderRates& rates);

}  // namespace usher::backtest
