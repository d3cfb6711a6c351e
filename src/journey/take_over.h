#pragma once

#include "journey/input.h"
#include "journey/work.h"

namespace usher::journey {

// Takes over what a visitor left, unless that was done before. His runs go on as the customer's,
// and react to the events that were kept for them since the merge was wanted.
void TakeOver(const AbsorbInput& input, Work& work);

}  // namespace usher::journey
