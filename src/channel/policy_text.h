#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "channel/policy.h"
#include "channel/policy_loader.h"

namespace usher::channel {

// Reads and checks a contact policy written in YAML. Null if there are faults: each is added to
// `faults`, its message as file:line:column: text. An empty mapping is an empty policy.
std::shared_ptr<const Policy> ParsePolicy(absl::string_view yaml, const std::string& file,
                                          std::vector<PolicyProblem>& faults);

}  // namespace usher::channel
