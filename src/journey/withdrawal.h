#pragma once

#include "journey/definition.h"
#include "journey/work.h"

// Messages taken back. A withdrawal is a message of its own to the channel that has the first one;
// its one content part, `withdraws`, is the id of the other. It is transactional and needs no run.
// What is in the inbox of the record is taken from there, at once and whatever the policy.
namespace usher::journey {

// The run is over: takes back what steps with withdraw_at_end sent last.
void WithdrawMessages(const customer::Run& run, const Definition& definition, Work& work);

// The same for a message that turned out to be sent when its run was over already.
void WithdrawIfLate(const customer::PendingSend& sent, const Definition& definition, Work& work);

}  // namespace usher::journey
