#pragma once

#include <vector>

#include "journey/compile.h"

namespace usher::journey {

// Steps that can never be reached, ways that go round without waiting, and weights of splits that
// look like percentages but are none.
void InspectFlow(const Definition& definition, std::vector<Problem>* problems);

}  // namespace usher::journey
