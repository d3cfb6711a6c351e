#pragma once

#include "backtest/run.h"
#include "cli/console.h"

namespace usher::cli {

// A line on a terminal that shows how far a backtest has come.
class BacktestProgress {
 public:
  // `progress` outlives it.
  BacktestProgress(const backtest::RunProgress& progress, const Console& console)
      : progress_(progress), console_(console) {}

  void Draw();
  void Clear();

 private:
  const backtest::RunProgress& progress_;
  const Console console_;
  bool on_screen_ = false;
};

}  // namespace usher::cli
