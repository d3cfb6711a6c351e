#pragma once

#include "base/ids.h"
#include "customer/record.h"
#include "journey/definition.h"

namespace usher::journey {

// The arm of the split at `step` that a run takes, or took. The same customer gets the same arm of
// the same test, wherever it is asked for.
const Arm& ArmOf(const Split& split, StepIndex step, const customer::Run& run,
                 const base::CustomerId& customer);

// Writes into the run which arms it took as `customer`, so that they stay when it becomes another
// customer's or moves to another version.
void KeepArms(const Definition& definition, const base::CustomerId& customer, customer::Run* run);

}  // namespace usher::journey
