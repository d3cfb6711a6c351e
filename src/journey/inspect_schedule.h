#pragma once

#include <vector>

#include "journey/inspect.h"

namespace usher::journey {

// Schedules whose only time is past.
void InspectSchedule(const Definition& definition, const Neighbourhood& neighbourhood,
                     std::vector<Problem>* problems);

}  // namespace usher::journey
