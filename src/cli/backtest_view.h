#pragma once

#include <ostream>

#include "backtest/report.h"

namespace usher::cli {

// Prints a backtest's report for people: tables, and what to keep in mind.
void PrintBacktest(const backtest::Report& report, bool colour, std::ostream* out);

}  // namespace usher::cli
