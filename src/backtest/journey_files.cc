#include "backtest/journey_files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "journey/compile.h"
#include "usher/v1/journey.pb.h"
#include "yaml/load.h"

namespace usher::backtest {
namespace {

namespace fs = std::filesystem;

// Files that shops keep beside their journeys.
constexpr char kPolicyFile[] = "policy.yaml";
constexpr char kTestSuffix[] = ".test";

bool HoldsJourney(const fs::path& path) {
  const std::string extension = path.extension().string();
  return (extension == ".yaml" || extension == ".yml") && path.filename() != kPolicyFile &&
         !absl::EndsWith(path.stem().string(), kTestSuffix);
}

absl::StatusOr<std::vector<std::string>> FilesAt(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return std::vector<std::string>{path};
  std::vector<std::string> files;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
    if (HoldsJourney(it->path())) files.push_back(it->path().string());
  }
  if (error) return absl::NotFoundError(absl::StrCat(path, ": ", error.message()));
  if (files.empty()) {
    return absl::NotFoundError(absl::StrCat(path, ": no *.yaml or *.yml file in this folder"));
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Journeys of one set under construction.
class SetReader {
 public:
  absl::Status ReadFile(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return absl::NotFoundError(absl::StrCat(path, ": ", std::strerror(errno)));
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (file.bad()) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
    v1::Journey proto;
    yaml::SourceMap map;
    const std::vector<yaml::Problem> problems = yaml::Load(text, &proto, &map);
    for (const yaml::Problem& problem : problems) {
      faults_.push_back(yaml::FormatProblem(path, problem));
    }
    if (problems.empty()) Compile(path, proto, map);
    set_.files.push_back(path);
    return absl::OkStatus();
  }

  absl::StatusOr<JourneySet> Finish() {
    if (!faults_.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults_, "\n"));
    set_.catalog = journey::Catalog(std::move(entries_));
    return std::move(set_);
  }

 private:
  void Compile(const std::string& path, const v1::Journey& proto, const yaml::SourceMap& map) {
    journey::Compiled compiled = journey::Compile(proto);
    for (const journey::Problem& problem : compiled.problems) {
      std::string text =
          yaml::FormatProblem(path, {problem.path, map.InScalar(problem.path, problem.offset),
                                     map.Told(problem.path, problem.message)});
      (problem.warning ? set_.warnings : faults_).push_back(std::move(text));
    }
    if (compiled.definition == nullptr) return;
    const std::string& name = compiled.definition->name;
    if (const auto before = paths_.find(name); before != paths_.end()) {
      faults_.push_back(yaml::FormatProblem(
          path, {"journey", map.Value("journey"),
                 absl::StrCat("journey \"", name, "\" is in ", before->second, " too")}));
      return;
    }
    paths_[name] = path;
    set_.descriptions[name] = proto.description();
    journey::CatalogEntry& entry = entries_[name];
    entry.current = compiled.definition;
    entry.versions[compiled.definition->version] = compiled.definition;
  }

  JourneySet set_;
  std::map<std::string, journey::CatalogEntry> entries_;
  std::map<std::string, std::string> paths_;  // by journey
  std::vector<std::string> faults_;
};

}  // namespace

absl::StatusOr<JourneySet> ReadJourneys(const std::vector<std::string>& paths) {
  SetReader reader;
  for (const std::string& path : paths) {
    const auto files = FilesAt(path);
    if (!files.ok()) return files.status();
    for (const std::string& file : *files) {
      if (auto status = reader.ReadFile(file); !status.ok()) return status;
    }
  }
  return reader.Finish();
}

}  // namespace usher::backtest
