#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "backtest/report.h"
#include "backtest/run.h"

// How reports say things, whatever they are written in.
namespace usher::backtest {

// What a run puts in place of what it does not know.
std::vector<std::string> Assumptions(const RunOptions& options, std::size_t profiles);

// What nobody should read into the report.
std::vector<std::string> Caveats(const Report& report);

// UTC to the second, such as 2024-05-01T10:00:00Z.
std::string TimeText(absl::Time time);
// 12345678 as 12,345,678.
std::string Grouped(std::int64_t number);
// A share as "12.3%"; "" of nothing.
std::string PercentText(std::int64_t part, std::int64_t whole);
// "sent 12, capped 3": the most frequent first.
std::string CountsText(const Counts& counts);

}  // namespace usher::backtest
