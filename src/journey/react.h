#pragma once

#include <cstdint>
#include <vector>

#include "customer/record.h"
#include "journey/input.h"
#include "journey/work.h"

namespace usher::journey {

// What an event means to runs under way: it reaches their goal, ends them, or ends a wait. Events
// that happened before a run was entered mean nothing to it. For runs of visitors still to be taken
// over, the event is kept.
void ReactToEvent(const EventInput& event, Work& work);

// The same for an event that was kept, and for these runs alone. A goal that the event was for the
// same journey and key already is not counted again; the run ends.
void ReactToKept(customer::MergeEvent* event, const std::vector<std::uint64_t>& run_ids,
                 Work& work);

}  // namespace usher::journey
