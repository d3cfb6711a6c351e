#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "backtest/case_file.h"
#include "backtest/case_time.h"
#include "backtest/timeline.h"
#include "journey/compose.h"

namespace usher::backtest {

// What came of a case.
struct CaseRun {
  CaseClock clock;
  std::string customer;                    // who it happened to
  std::vector<journey::Message> messages;  // that were sent, or may have been, in their order
  std::vector<TimelineEntry> entries;      // all that happened
};

// Lets case `index` of the file happen. `suffix` is added to the ids of its people, so that cases
// can share a gateway. INVALID_ARGUMENT lists faults of the file as file:line:column: text, one on
// a line.
absl::StatusOr<CaseRun> RunCase(const CaseFile& file, int index, absl::string_view suffix = "");

}  // namespace usher::backtest
