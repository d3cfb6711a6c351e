#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "journey/catalog.h"

namespace usher::backtest {

// Journeys read from files, ready to run.
struct JourneySet {
  journey::Catalog catalog;
  std::map<std::string, std::string> descriptions;  // by journey
  std::vector<std::string> files;                   // in the order read
  std::vector<std::string> warnings;                // file:line:column: text
};

// The journeys in files and folders. Of a folder, those are its *.yaml and *.yml files, but for
// policy.yaml and *.test.yaml. INVALID_ARGUMENT lists every fault as file:line:column: text, one on
// a line; NOT_FOUND names what is not there.
absl::StatusOr<JourneySet> ReadJourneys(const std::vector<std::string>& paths);

}  // namespace usher::backtest
