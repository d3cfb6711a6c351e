#include "provider/provider_file.h"

#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "provider/provider_loader.h"
#include "usher/config/v1/providers.pb.h"
#include "yaml/load.h"

namespace usher::provider {

absl::StatusOr<ProviderFile> ReadProviders(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  std::ostringstream text;
  text << file.rdbuf();
  return ParseProviders(path, text.str());
}

absl::StatusOr<ProviderFile> ParseProviders(const std::string& path, absl::string_view text) {
  config::v1::Providers proto;
  yaml::SourceMap map;
  std::vector<std::string> faults;
  for (const yaml::Problem& problem : yaml::Load(text, &proto, &map)) {
    faults.push_back(yaml::FormatProblem(path, problem));
  }
  if (!faults.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults, "\n"));
  std::vector<ProviderProblem> problems;
  ProviderFile settings = LoadProviders(proto, &problems);
  for (const ProviderProblem& problem : problems) {
    faults.push_back(yaml::FormatProblem(
        path, {problem.field, map.Value(problem.field), map.Told(problem.field, problem.message)}));
  }
  if (!faults.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults, "\n"));
  return settings;
}

}  // namespace usher::provider
