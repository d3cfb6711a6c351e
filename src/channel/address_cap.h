#pragma once

#include <string>

#include "channel/decide.h"
#include "channel/policy.h"

// Caps that hold for an address, whoever's it is. Who is asked for them is the address, which keeps
// a ledger of its own.
namespace usher::channel {

// Whether there is any such cap.
bool HasAddressCaps(const Policy& policy);

// Whether some such cap concerns the message, so that its address has to be asked.
bool AsksAddress(const Policy& policy, const Question& question);

// Whether the cap is one for the address of the message.
bool ConcernsAddress(const Cap& cap, const Question& question);

// What such a cap is called in verdicts.
std::string NameForAddress(const Cap& cap);

// As Decide(), but by such caps alone; `question.contacts` are the address's. The rule is the cap's
// name and " of the address".
Verdict DecideForAddress(const Policy& policy, const Question& question);

}  // namespace usher::channel
