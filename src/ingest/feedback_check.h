#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "base/ids.h"
#include "ingest/rpc_status.h"
#include "journey/input.h"
#include "messages/feedback_port.h"
#include "usher/v1/feedback_service.pb.h"

namespace usher::ingest {

// A report that can be handed over.
struct CheckedFeedback {
  std::optional<base::CustomerId> customer;  // nothing: whoever was written to at the address
  journey::FeedbackInput input;
};

// Checks everything about a report; fields are named as in the API. `now` is the gateway's clock.
// A time ahead of it by more than 10 minutes is `now`.
std::variant<CheckedFeedback, Violation> CheckFeedback(const messages::Feedback& feedback,
                                                       absl::Time now);

// What a token names; null: there are no tokens.
using ReadToken = std::function<absl::StatusOr<messages::Feedback>(const std::string& token)>;

// The same for one that came by the API, where such a time is refused.
std::variant<CheckedFeedback, Violation> CheckFeedback(const v1::Feedback& proto, absl::Time now,
                                                       const ReadToken& read_token);

}  // namespace usher::ingest
