#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "usher/loadtest/v1/scenario.pb.h"
#include "yaml/source_map.h"

namespace usher::load {

// A scenario as a file has it, with the places of its fields.
struct ScenarioFile {
  std::string path;
  loadtest::v1::Scenario scenario;
  yaml::SourceMap places;
};

// Reads a file, without checking what only makes sense with the flags added. INVALID_ARGUMENT
// lists every fault as file:line:column: text, one on a line. Paths of journeys become relative to
// the working directory. A `name` without slash and .yaml that is no file means the ready scenario
// of that name.
absl::StatusOr<ScenarioFile> ReadScenario(const std::string& name);

// Fills in defaults and checks. Faults of fields in `flags` (field to flag) name the flag instead
// of a place in the file.
absl::Status FinishScenario(const std::map<std::string, std::string>& flags, ScenarioFile* file);

}  // namespace usher::load
