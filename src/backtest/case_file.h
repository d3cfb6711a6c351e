#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "backtest/journey_files.h"
#include "channel/policy.h"
#include "usher/v1/journey_test.pb.h"
#include "yaml/source_map.h"

namespace usher::backtest {

// A file of tests with what they are about.
struct CaseFile {
  std::string path;
  v1::JourneyTest test;
  yaml::SourceMap places;
  JourneySet journeys;
  std::string policy_path;  // empty: none
  std::shared_ptr<const channel::Policy> policy;
};

// Reads NAME.test.yaml, its journeys and its policy. INVALID_ARGUMENT lists every fault as
// file:line:column: text, one on a line; NOT_FOUND names what is not there.
absl::StatusOr<CaseFile> ReadCaseFile(const std::string& path);

// The files of tests at a path: itself, the tests of the journey NAME.yaml, or all *.test.yaml in
// the folder and those below it, in order. NOT_FOUND if there are none.
absl::StatusOr<std::vector<std::string>> FindCaseFiles(const std::string& path);

// A fault of the file, at the place of a field.
std::string FaultAt(const CaseFile& file, const std::string& field, absl::string_view message);

}  // namespace usher::backtest
