#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "backtest/case_file.h"
#include "backtest/case_run.h"

namespace usher::backtest {

// How what happened differs from what case `index` expects, for people: one difference an item,
// which may have several lines. None if the case passes. INVALID_ARGUMENT lists faults of the file
// as file:line:column: text.
absl::StatusOr<std::vector<std::string>> CheckCase(const CaseFile& file, int index,
                                                   const CaseRun& run);

// A message on one line: when, on which channel, by which step, and how it begins.
std::string MessageText(const journey::Message& message, const CaseClock& clock);

}  // namespace usher::backtest
