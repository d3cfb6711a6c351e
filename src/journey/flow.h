#pragma once

#include <vector>

#include "absl/time/time.h"

#include "journey/definition.h"

// The ways through a journey, for checks before it goes live.
namespace usher::journey {

// Where a run may go from a step; the number of steps means the end. `jumps`: with what a go_to
// leads to, which it does a bounded number of times.
std::vector<StepIndex> NextSteps(const Definition& definition, StepIndex step, bool jumps = true);

// The steps that a run at `from` may come to, `from` among them, in order.
std::vector<StepIndex> Reachable(const Definition& definition, StepIndex from);

// Whether a run always spends time at the step before it goes on.
bool TakesTime(const Step& step);

// The longest that a run may take at a step; InfiniteDuration if that has no bound.
absl::Duration LongestAt(const Step& step);

// The longest way from `from` to `to`, which may be the same, in time spent at the steps before
// `to`; InfiniteDuration if there is none or it has no bound.
absl::Duration LongestWay(const Definition& definition, StepIndex from, StepIndex to);

}  // namespace usher::journey
