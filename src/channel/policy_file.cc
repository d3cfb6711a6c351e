#include "channel/policy_file.h"

#include <fstream>
#include <sstream>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "channel/policy_text.h"

namespace usher::channel {

absl::StatusOr<std::shared_ptr<const Policy>> ReadPolicy(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  std::ostringstream text;
  text << file.rdbuf();
  std::vector<PolicyProblem> faults;
  std::shared_ptr<const Policy> policy = ParsePolicy(text.str(), path, faults);
  if (policy != nullptr) return policy;
  return absl::InvalidArgumentError(absl::StrJoin(
      faults, "\n",
      [](std::string* out, const PolicyProblem& fault) { out->append(fault.message); }));
}

}  // namespace usher::channel
