#pragma once

#include "journey/input.h"
#include "journey/work.h"

// What an address is asked that several customers may share. Its record holds nothing but the
// ledger of what was sent there, and to whom.
namespace usher::journey {

// Whether an attempt may be made; charges it if so. The same attempt asked again is judged anew.
InputResult Reserve(const ReserveInput& input, Work& work);
// What became of it.
void Settle(const SettleInput& input, Work& work);

// Notes who is written to there; false, and nothing changed, if he was the last already.
bool NoteWrittenTo(const WrittenToInput& input, Work& work);

}  // namespace usher::journey
