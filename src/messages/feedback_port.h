#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "customer/channel.h"
#include "customer/feedback_kind.h"

namespace usher::messages {

using FeedbackKind = customer::FeedbackKind;

// One report. Whoever makes it has checked that it comes from whom it says.
struct Feedback {
  // Tells reports of one customer apart, so that one that comes twice counts once; 1 to 128 bytes.
  std::string id;
  FeedbackKind kind = FeedbackKind::kDelivered;
  // Whom it is about, as the shop names him; or the visitor. Both empty: whoever was last written
  // to at `address`, on a channel where customer::IsTwoWay().
  std::string customer_id;
  std::string anonymous_id;
  customer::Channel channel = customer::Channel::kNone;
  std::string address;
  std::uint64_t send_id = 0;             // 0: not known, or no message of ours
  absl::Time at = absl::InfinitePast();  // InfinitePast: now
  bool permanent = false;                // a bounce that will not go away
  std::string category;  // unsubscribed from this one alone; empty: all but transactional
  std::string link;      // clicked
  std::string text;      // of a reply
  std::string detail;    // in the provider's words, for explanations
};

// Takes reports. Thread-safe.
class FeedbackPort {
 public:
  virtual ~FeedbackPort() = default;

  // Takes one. `done` is called exactly once, on any thread or before the call returns, and must
  // not block: OK once the report and its effects are committed, or were before; NOT_FOUND when
  // nobody is known whom it could be about; INVALID_ARGUMENT, naming the field; RESOURCE_EXHAUSTED
  // or UNAVAILABLE when it may be given again.
  virtual void Report(Feedback feedback, std::function<void(absl::Status)> done) = 0;
};

}  // namespace usher::messages
