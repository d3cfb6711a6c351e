#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

#include "channel/policy.h"
#include "channel/zone.h"
#include "customer/channel.h"
#include "customer/decision.h"
#include "customer/limits.h"
#include "customer/record.h"

namespace usher::channel {

// A message that is going to be wanted, unless something comes in between.
struct Scheduled {
  absl::Time at;
  customer::Channel channel = customer::Channel::kNone;
  std::string category;
  std::string journey;
};

// May this message be sent now? Refers to what the caller keeps alive during the call.
struct Question {
  customer::Channel channel = customer::Channel::kNone;
  absl::string_view category;
  absl::Span<const customer::Contact> contacts;  // the customer's ledger, ascending by time
  Zone zone;                                     // the customer's
  absl::Time now;
  absl::string_view journey = {};  // that wants to send it
  absl::string_view country = {};  // the customer's, an upper-case code; empty: not known
  std::uint64_t place = 0;         // any number of the customer's own: the place in a release
  std::uint64_t content = 0;       // of the message, as in customer::Contact
  absl::Span<const Scheduled> scheduled = {};  // other messages to the customer, ascending by time
};

// The answer, with what an explanation needs.
struct Verdict {
  // kGranted, or what stands against the message the longest: kCapped, kGap or kQuiet. A channel
  // actor whose provider fails says kPaused instead of kGranted.
  customer::DecisionKind kind = customer::DecisionKind::kGranted;
  // Name of the cap, followed by ", kept for" and a journey if it has room but a more important
  // message of that journey needs it; name of the quiet hours; "ledger-full" when the ledger has no
  // room for the charge, "same-message" when it was sent before, "minimum-gap" for the gap.
  std::string rule;
  std::uint32_t count = 0;  // if capped: messages the cap counts now
  std::uint32_t limit = 0;  // if capped: how many it allows
  // If refused: the earliest time at which the same question is granted, provided that nothing is
  // charged before; InfiniteFuture if quiet hours leave no time of day.
  absl::Time until = absl::InfinitePast();
  // If refused: when to ask again, so that not all customers do at the same moment; not before
  // `until`, and by then nothing else stands against it.
  absl::Time release = absl::InfinitePast();

  bool granted() const { return kind == customer::DecisionKind::kGranted; }
  friend bool operator==(const Verdict&, const Verdict&) = default;
};

// Pure, and does not allocate if it grants. Caps, gap and quiet hours only; whether the customer
// can be reached is asked of channel/reachability.h. A message that counts is refused when the
// ledger is full, even if its class ignores caps; one that does not count needs no room.
Verdict Decide(const Policy& policy, const Question& question, const customer::Limits& limits);

}  // namespace usher::channel
