#pragma once

#include <vector>

#include "journey/compile.h"
#include "journey/inspect.h"

namespace usher::journey {

// Messages that cannot go: on channels without a provider, or because a cap or the minimum gap of
// the contact policy still counts the one before when they expire.
void InspectSends(const Definition& definition, const Neighbourhood& neighbourhood,
                  std::vector<Problem>* problems);

}  // namespace usher::journey
