#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "base/value.h"
#include "messages/feedback_port.h"

namespace usher::provider {

// A report as JSON: `kind`, and as far as they are known `id`, `customer_id`, `anonymous_id`,
// `channel`, `address`, `send_id`, `at`, `permanent`, `category`, `link`,
// `text`, `detail`. INVALID_ARGUMENT names the member that is wrong; unknown ones are.
absl::StatusOr<messages::Feedback> ReadRelayReport(const base::Value& json,
                                                   customer::Channel channel);

}  // namespace usher::provider
