#pragma once

#include "journey/work.h"

namespace usher::journey {

// How long a run of a paused journey rests until it is looked at again.
inline constexpr absl::Duration kPausedRecheck = absl::Minutes(5);

// Lets every run that is due go on until it has to wait, wants to send, or is over; then applies
// what they made happen, and so on until nothing is left to do.
void WalkRuns(Work& work);

// The step at which the run waits for its message is over; the run goes on with the next step, or
// with the step's `else` when nothing was sent.
void LeaveSendStep(customer::Run& run, const Definition& definition, bool sent, Work& work);

}  // namespace usher::journey
