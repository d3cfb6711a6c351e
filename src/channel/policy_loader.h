#pragma once

#include <optional>
#include <string>
#include <vector>

#include "channel/policy.h"
#include "usher/v1/policy.pb.h"

namespace usher::channel {

// What is wrong with one field of a policy.
struct PolicyProblem {
  std::string field;    // path, such as caps[2].max or country_zones.DE; empty: the policy itself
  std::string message;  // the value and what would have been right
  friend bool operator==(const PolicyProblem&, const PolicyProblem&) = default;
};

// Checks a policy and makes it ready for use. Nothing if there are problems, all of which are added
// to `problems`, in the order of the fields. Loads time zones, so it reads files.
std::optional<Policy> LoadPolicy(const usher::v1::Policy& proto,
                                 std::vector<PolicyProblem>& problems);

}  // namespace usher::channel
