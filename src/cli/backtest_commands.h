#pragma once

#include <string>

#include "backtest/run.h"
#include "cli/exit_code.h"
#include "cli/session.h"

namespace usher::cli {

struct BacktestOptions {
  backtest::RunOptions run;
  std::string json;  // file to write the report to; empty: none
  std::string html;
};

// Replays past events and prints what journeys would have made of them.
ExitCode RunBacktest(const Session& session, const BacktestOptions& options);

}  // namespace usher::cli
