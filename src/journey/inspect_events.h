#pragma once

#include <vector>

#include "journey/compile.h"

namespace usher::v1 {
class Journey;
}

namespace usher::journey {

// Properties that conditions, keys, values and templates read of events whose `events` entry does
// not have them, and conditions that use them as something they are not.
void InspectEvents(const v1::Journey& journey, const Definition& definition,
                   std::vector<Problem>* problems);

}  // namespace usher::journey
