#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "channel/decide.h"
#include "channel/policy.h"
#include "channel/reachability.h"
#include "channel/zone.h"
#include "customer/channel.h"
#include "customer/limits.h"
#include "customer/record.h"

// What the policy says of a message that nobody wants to send yet: for people who ask.
namespace usher::channel {

// Something that stands against a message.
struct Obstacle {
  customer::DecisionKind kind = customer::DecisionKind::kNone;  // kCapped, kGap, kQuiet or kHeld
  std::string rule;                                             // as in Verdict
  absl::Time until;
  friend bool operator==(const Obstacle&, const Obstacle&) = default;
};

// The messages that one cap counts.
struct Balance {
  std::string cap;
  std::uint32_t count = 0;
  std::uint32_t limit = 0;
  absl::Time open_at;  // when it allows one more; not after `now` if it does
  friend bool operator==(const Balance&, const Balance&) = default;
};

// How a customer stands on one channel.
struct Standing {
  Reachability reach = Reachability::kReachable;
  Verdict verdict;                  // as for a customer who can be reached
  std::vector<Obstacle> obstacles;  // all there are, those that last longest first
  std::vector<Balance> balances;    // of all caps that concern the message, in the policy's order
};

// What stands for and against one more message of `question.category` on `question.channel`.
Standing StandingOf(const Policy& policy, const customer::Record& record, const Question& question,
                    const customer::Limits& limits);

// Adds what the address has to say, which customers may share; `question.contacts` are its own.
void AddAddress(const Policy& policy, const Question& question, Standing* standing);

}  // namespace usher::channel
