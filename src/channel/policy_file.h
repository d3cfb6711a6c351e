#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"

#include "channel/policy.h"

namespace usher::channel {

// Reads and checks a contact policy. INVALID_ARGUMENT lists every fault as file:line:column: text,
// one on a line. An empty mapping is an empty policy.
absl::StatusOr<std::shared_ptr<const Policy>> ReadPolicy(const std::string& path);

}  // namespace usher::channel
