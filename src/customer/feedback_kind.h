#pragma once

#include <cstdint>

namespace usher::customer {

// What came back about a message, or from whom it was for.
enum class FeedbackKind : std::uint8_t {
  kDelivered,     // it reached the device or mailbox
  kOpened,        // it was looked at
  kClicked,       // a link in it was followed
  kBounced,       // it did not reach anybody
  kComplained,    // it was reported as spam
  kUnsubscribed,  // no more of these are wanted
  kReplied,       // it was answered, or a message came that answers none
};

}  // namespace usher::customer
