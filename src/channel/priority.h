#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "channel/decide.h"
#include "channel/policy.h"

// Which of several messages to one customer matters most. Only a policy with priorities asks.
namespace usher::channel {

// The place of a message in the policy's priorities: 0 is the most important; what is not listed
// comes after all that is.
std::size_t RankOf(const Policy& policy, absl::string_view category, absl::string_view journey);

// A message that `cap` has room for, but not beside more important ones.
struct Kept {
  absl::Time until;                      // when the first of those is sent; `now` if there is room
  const Scheduled* scheduled = nullptr;  // that one
};

// Whether `cap` keeps the question's message from being sent now, as a more important one that is
// scheduled would find no room after it. One that would find none anyway keeps nothing.
Kept KeptBy(const Policy& policy, const Cap& cap, const Question& question);

}  // namespace usher::channel
