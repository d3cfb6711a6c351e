#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"

#include "customer/channel.h"

namespace usher::customer {

// What was decided. Numbers are stored: only append.
enum class DecisionKind : std::uint8_t {
  kNone = 0,
  kEntered,         // a run started
  kNotEntered,      // a trigger matched, but no run started
  kWaiting,         // a wait began, until `until`
  kWaitOver,        // a wait ended: by time, or by the event in `detail`
  kBranched,        // a branch was taken; `detail` names where to
  kSplit,           // an arm was chosen; `detail` names it
  kSet,             // attributes were set
  kJumped,          // go_to
  kGoal,            // the goal was reached
  kEnded,           // the run ended; `detail` says why
  kConditionError,  // a condition could not be evaluated and counts as false; `detail` says why
  kGranted,         // the channel allowed the message
  kCapped,       // a cap stands against it: `detail` is its name, `count` of `limit`, until `until`
  kQuiet,        // quiet hours stand against it until `until`
  kGap,          // the minimum gap stands against it until `until`
  kUnreachable,  // no address on the channel, or as `detail` says
  kOptedOut,     // no consent
  kHeld,         // the message waits until `until`
  kSent,
  kFailed,
  kUnknown,
  kExpired,
  kSuperseded,
  kHeldOut,
  kSkipped,
  kConsent,    // consent was given or withdrawn
  kMerged,     // a visitor's history was taken over
  kRetry,      // a definite failure; another attempt at `until`
  kEmitted,    // an event was made to happen; `detail` names it
  kAudience,   // an audience was joined or left; `detail` says which
  kWithdrawn,  // the message was taken back
  kMigrated,   // the run was moved to the version in `detail`
  kPaused,     // the provider fails and is left alone until `until`
  kChosen,     // the best channel was chosen; `detail` is how likely each was to be
  kTimed,      // the best hour was chosen, at `until`; `detail` is how likely it was to be
  kFeedback,   // something came back; `detail` says what, and what follows
};

// One decision, compact: explanations are worded when asked for.
struct Decision {
  absl::Time at;
  DecisionKind kind = DecisionKind::kNone;
  std::string journey;  // empty when about the customer as a whole
  std::string key;      // of the run
  std::string step;     // id
  Channel channel = Channel::kNone;
  std::uint64_t send_id = 0;
  std::string detail;
  std::uint32_t count = 0;
  std::uint32_t limit = 0;
  absl::Time until = absl::InfinitePast();
  friend bool operator==(const Decision&, const Decision&) = default;
};

}  // namespace usher::customer
