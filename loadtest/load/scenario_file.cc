#include "load/scenario_file.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "base/nearest.h"
#include "load/scenario_check.h"
#include "yaml/load.h"

namespace usher::load {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> ReadyScenarios() {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(USHER_LOAD_SCENARIOS, ignored)) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem());
  }
  return names;
}

absl::StatusOr<std::string> FindScenario(const std::string& name) {
  if (fs::exists(name)) return name;
  if (!absl::StrContains(name, "/") && !absl::EndsWith(name, ".yaml")) {
    std::string ready = absl::StrCat(USHER_LOAD_SCENARIOS, "/", name, ".yaml");
    if (fs::exists(ready)) return ready;
  }
  const std::string nearest = base::Nearest(name, ReadyScenarios());
  return absl::NotFoundError(
      absl::StrCat(name, ": no such file, and no ready scenario of that name",
                   nearest.empty() ? "" : absl::StrCat("; did you mean ", nearest, "?")));
}

}  // namespace

absl::StatusOr<ScenarioFile> ReadScenario(const std::string& name) {
  const absl::StatusOr<std::string> path = FindScenario(name);
  if (!path.ok()) return path.status();
  std::ifstream input(*path);
  std::ostringstream text;
  text << input.rdbuf();
  if (!input) return absl::NotFoundError(absl::StrCat(*path, ": cannot be read"));
  ScenarioFile file;
  file.path = *path;
  std::vector<std::string> faults;
  for (const yaml::Problem& problem : yaml::Load(text.str(), &file.scenario, &file.places)) {
    faults.push_back(yaml::FormatProblem(*path, problem));
  }
  if (!faults.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults, "\n"));
  if (file.scenario.scenario().empty()) file.scenario.set_scenario(fs::path(*path).stem());
  for (std::string& journey : *file.scenario.mutable_journeys()) {
    journey = (fs::path(*path).parent_path() / journey).lexically_normal().string();
  }
  return file;
}

absl::Status FinishScenario(const std::map<std::string, std::string>& flags, ScenarioFile* file) {
  FillDefaults(&file->scenario);
  std::vector<std::string> faults;
  for (const ScenarioFault& fault : CheckScenario(file->scenario)) {
    const auto flag = flags.find(fault.field);
    if (flag != flags.end()) {
      faults.push_back(absl::StrCat(flag->second, ": ", fault.message));
    } else if (file->path.empty()) {
      faults.push_back(absl::StrCat(fault.field, ": ", fault.message));
    } else {
      faults.push_back(
          yaml::FormatProblem(file->path, {fault.field, file->places.Value(fault.field),
                                           absl::StrCat(fault.field, ": ", fault.message)}));
    }
  }
  if (!faults.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults, "\n"));
  return absl::OkStatus();
}

}  // namespace usher::load
