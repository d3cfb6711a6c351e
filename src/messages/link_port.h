#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "messages/feedback_port.h"

namespace usher::messages {

// Understands the tokens in links that messages carry. Each gives what is to be reported, but for
// its id; NOT_FOUND for what this shop did not sign, whatever else is wrong with it. Thread-safe.
class LinkPort {
 public:
  virtual ~LinkPort() = default;

  // To want no more messages.
  virtual absl::StatusOr<Feedback> ReadUnsubscribe(absl::string_view token) = 0;
  // To follow a link; its `link` is where to.
  virtual absl::StatusOr<Feedback> ReadClick(absl::string_view token) = 0;
  // To have looked at a message.
  virtual absl::StatusOr<Feedback> ReadOpen(absl::string_view token) = 0;
};

}  // namespace usher::messages
