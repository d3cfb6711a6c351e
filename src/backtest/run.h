#pragma once

#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "backtest/event_log.h"
#include "backtest/report.h"
#include "backtest/report_builder.h"
#include "backtest/world.h"
#include "customer/channel.h"

namespace usher::backtest {

// One set of journeys with its policy.
struct SideOptions {
  std::vector<std::string> journeys;  // files and folders
  std::string policy;                 // file; empty: only consent counts
};

enum class EventFormat { kJsonLines, kCsv, kOnlineRetail };

struct RunOptions {
  SideOptions first;
  std::optional<SideOptions> second;  // to compare with
  std::vector<std::string> events;    // files; "-" is standard_input
  EventFormat format = EventFormat::kJsonLines;
  std::string mapping;                              // of a CSV file
  std::vector<std::string> profiles;                // files; "-" is standard_input
  std::istream* standard_input = nullptr;           // null: there is none
  std::vector<customer::Channel> assume_reachable;  // customers without profile, on these channels
  std::optional<absl::Time> from;
  std::optional<absl::Time> to;
  Reactions reactions;
  ProviderRates rates{};
  std::vector<std::string> customers;  // whose timelines are wanted
  bool skip_faulty = false;
  int threads = 1;
};

// How far a run has come, to be looked at from another thread.
struct RunProgress {
  Progress read;      // bytes
  Progress replayed;  // events, of both sides
};

// What takes how long, for those who measure.
struct RunTimes {
  absl::Duration read;    // events and profiles, and sorting them by people
  absl::Duration replay;  // of both sides
};

struct RunResult {
  Report report;
  std::vector<std::string> warnings;  // about journeys, as file:line:column: text
  RunTimes times;
};

// Reads everything, replays it and reports. INVALID_ARGUMENT lists faults of input files with their
// places, one on a line; NOT_FOUND names a file that is not there. Standard input can be given
// once.
absl::StatusOr<RunResult> Run(const RunOptions& options, RunProgress* progress);

}  // namespace usher::backtest
