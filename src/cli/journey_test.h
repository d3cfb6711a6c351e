#pragma once

#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/session.h"

namespace usher::cli {

struct JourneyTestOptions {
  std::vector<std::string> paths;  // files and folders
  std::string only;                // cases with this in their name; empty: all
  bool explain = false;            // show what happened in every case
};

// Runs tests of journeys and prints what became of each case. kOk if all pass, kFailure if a case
// does not, kUsage if a file is faulty or nothing is to be run.
ExitCode TestJourneys(const Session& session, const JourneyTestOptions& options);

}  // namespace usher::cli
