#pragma once

#include "customer/record.h"
#include "journey/work.h"

namespace usher::journey {

// Decides when a message that is wanted now goes, if its step wants the best hour: its first
// attempt is put off until then. It is chosen of the hours, at most a day ahead, in which the
// message makes sense and quiet hours leave room on the channel that is to be tried first; within
// the hour, the moment is the message's own, so that they are spread. Nothing is decided while
// there is no choice. The same message gets the same time for what is known.
void ChooseTime(const Send& step, customer::PendingSend& send, Work& work);

}  // namespace usher::journey
