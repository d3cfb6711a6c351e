#pragma once

#include <optional>

#include "customer/record.h"
#include "journey/input.h"
#include "journey/work.h"

namespace usher::journey {

// What an event does before any journey sees it: it is recognised when it was taken before, it is
// remembered, and it is counted. A result that is an error or a duplicate ends the matter.
InputResult TakeIn(const EventInput& event, Work& work);

// The same for a request to enter a journey, which is no event: it is only recognised and
// remembered.
InputResult TakeIn(const EnterInput& request, Work& work);

// And for what came back.
InputResult TakeIn(const FeedbackInput& feedback, Work& work);

// The same id, already taken in; see below.
std::optional<InputResult> Recognise(const FeedbackInput& feedback, const customer::Record& record);

// Remembers that an event happened, if some journey counts it or sums a property of it.
void CountEvent(const EventInput& event, Work& work);

// Whether an event was taken in already: then the result it had, or that its id was used for
// another event; nothing when it is new.
std::optional<InputResult> Recognise(const EventInput& event, const customer::Record& record);

// Notes the result to be given again when the event just taken in is repeated.
void RememberResult(const InputResult& result, Work& work);

}  // namespace usher::journey
