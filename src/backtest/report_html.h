#pragma once

#include <string>

#include "backtest/report.h"

namespace usher::backtest {

// The report as a page that needs nothing else: readable on a phone, light or dark as the reader's
// device is.
std::string ToHtml(const Report& report);

}  // namespace usher::backtest
