#include "channel/policy_file.h"

#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "channel/policy_loader.h"
#include "usher/v1/policy.pb.h"
#include "yaml/load.h"

namespace usher::channel {

absl::StatusOr<std::shared_ptr<const Policy>> ReadPolicy(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  std::ostringstream text;
  text << file.rdbuf();

  v1::Policy proto;
  yaml::SourceMap map;
  std::vector<std::string> faults;
  for (const yaml::Problem& problem : yaml::Load(text.str(), &proto, &map)) {
    faults.push_back(yaml::FormatProblem(path, problem));
  }
  if (faults.empty() && proto.ByteSizeLong() == 0) return std::make_shared<Policy>();
  if (faults.empty()) {
    std::vector<PolicyProblem> problems;
    std::optional<Policy> policy = LoadPolicy(proto, problems);
    if (policy) return std::make_shared<const Policy>(*std::move(policy));
    for (const PolicyProblem& problem : problems) {
      faults.push_back(
          yaml::FormatProblem(path, {problem.field, map.Value(problem.field), problem.message}));
    }
  }
  return absl::InvalidArgumentError(absl::StrJoin(faults, "\n"));
}

}  // namespace usher::channel
