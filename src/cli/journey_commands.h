#pragma once

#include <string>
#include <vector>

#include "cli/customer_commands.h"
#include "cli/exit_code.h"
#include "cli/session.h"

namespace usher::cli {

struct JourneyApplyOptions {
  // Files, folders (their *.yaml and *.yml but policy.yaml, in order of name) or "-".
  std::vector<std::string> files;
  bool dry_run = false;
};

// Sends every file; one that fails does not keep the others from being tried.
ExitCode ApplyJourneys(const Session& session, const JourneyApplyOptions& options);

ExitCode GetJourney(const Session& session, const std::string& name, const std::string& version);
ExitCode ListJourneys(const Session& session);

enum class JourneyChange { kPause, kResume, kArchive };

// Changes every journey; one that fails does not keep the others from being tried.
ExitCode ChangeJourneys(const Session& session, JourneyChange change,
                        const std::vector<std::string>& names);

struct JourneyEnterOptions {
  std::string journey;
  CustomerName customer;
  // NAME=VALUE: the value as JSON if it is JSON, else as a string.
  std::vector<std::string> properties;
  // Empty: a new one.
  std::string request_id;
};

// Puts a customer into a journey.
ExitCode EnterJourney(const Session& session, const JourneyEnterOptions& options);

struct JourneyMigrateOptions {
  std::string journey;
  std::string from;
  // Empty: the version that takes entries.
  std::string to;
  bool dry_run = false;
};

// Moves the runs on one version to another, and says what becomes of them.
ExitCode MigrateJourney(const Session& session, const JourneyMigrateOptions& options);

// What the journeys have done so far; of all of them when `all`.
ExitCode ShowJourneyStats(const Session& session, std::vector<std::string> names, bool all);

}  // namespace usher::cli
