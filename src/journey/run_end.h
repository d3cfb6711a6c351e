#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

#include "journey/work.h"

namespace usher::journey {

// Ends the steps of the run at `index`: counts it, notes why, and gives up messages it still wants.
// With `watch`, the run stays to see whether its goal is reached later; otherwise it is removed.
// Returns whether it was removed.
bool EndRun(std::size_t index, const Definition& definition, const std::string& reason, bool watch,
            Work& work);

// The goal of the run at `index` is reached: counts it with its value and removes the run.
void ReachGoal(std::size_t index, const Definition& definition, const base::Value& event,
               Work& work);

// Counts a run that is gone without having ended, such as one of an erased customer.
void CountGone(const customer::Run& run, absl::string_view why, Work& work);

// Counts a run as begun (1) or over (-1) on this version.
void CountRunning(const Definition& definition, std::int64_t delta, Work& work);

// Takes the run from the step it is in, for the statistics.
void LeaveStep(customer::Run& run, const Definition& definition, Work& work);

}  // namespace usher::journey
