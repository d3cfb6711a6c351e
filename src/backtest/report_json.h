#pragma once

#include <string>

#include "backtest/report.h"

namespace usher::backtest {

// The report as one JSON object on a line. docs/backtest.md describes its members.
std::string ToJson(const Report& report);

}  // namespace usher::backtest
