#pragma once

#include "journey/definition.h"
#include "journey/work.h"

namespace usher::journey {

// When the time of a wait that began at `from` is over, as the customer's profile stands.
struct WaitEnd {
  absl::Time at;
  bool no_date = false;  // the wait is for a date, and there is none; `at` means nothing
  bool past = false;     // the date had come when the wait began
};
WaitEnd EndOf(const Wait& wait, absl::Time from, const customer::Run& run,
              const Definition& definition, Work& work);

// Whether a wait is for a recurring moment and nothing before it, so that it is never over at once
// twice in a row.
bool IsForAMoment(const Wait& wait);

// Until when a wait whose time is over still holds the run, because the customer is active or its
// window has closed again; a time not after now means that it does not.
absl::Time HeldUntil(const Wait& wait, const Definition& definition, Work& work);

// Sets anew when waits for a local time or a date end, after the profile changed.
void RescheduleWaits(Work& work);

}  // namespace usher::journey
