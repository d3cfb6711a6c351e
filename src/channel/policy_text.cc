#include "channel/policy_text.h"

#include <optional>
#include <utility>

#include "usher/v1/policy.pb.h"
#include "yaml/load.h"

namespace usher::channel {

std::shared_ptr<const Policy> ParsePolicy(absl::string_view yaml, const std::string& file,
                                          std::vector<PolicyProblem>& faults) {
  v1::Policy proto;
  yaml::SourceMap map;
  const std::vector<yaml::Problem> unreadable = yaml::Load(yaml, &proto, &map);
  for (const yaml::Problem& problem : unreadable) {
    faults.push_back({problem.path, yaml::FormatProblem(file, problem)});
  }
  if (!unreadable.empty()) return nullptr;
  if (proto.ByteSizeLong() == 0) return std::make_shared<Policy>();
  std::vector<PolicyProblem> problems;
  std::optional<Policy> policy = LoadPolicy(proto, problems);
  for (const PolicyProblem& problem : problems) {
    faults.push_back(
        {problem.field, yaml::FormatProblem(file, {problem.field, map.Value(problem.field),
                                                   map.Told(problem.field, problem.message)})});
  }
  if (!policy) return nullptr;
  return std::make_shared<const Policy>(*std::move(policy));
}

}  // namespace usher::channel
