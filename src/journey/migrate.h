#pragma once

#include "journey/work.h"

namespace usher::journey {

// Moves runs to the versions that the catalog says they have to move to, by step id. A run whose
// step is gone ends. One with a message under way moves when the outcome is known.
void MigrateRuns(Work& work);

}  // namespace usher::journey
