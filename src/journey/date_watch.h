#pragma once

#include "base/ids.h"
#include "journey/advance.h"
#include "journey/work.h"

// Times at which the clock starts runs of the customer's. The record keeps when the next one of
// each journey comes, so that the agenda wakes the customer then.
namespace usher::journey {

// Starts the runs of dates that have come since the record was last looked at.
void EnterByDates(Work& work);

// Stops watching dates still to come, because the profile changed; WatchDates() begins anew.
void ForgetDates(Work& work);

// Makes the record watch the dates that active journeys ask for. Only dates still to come are
// watched: one that is past when it becomes known starts nothing.
void WatchDates(Work& work);

// Whether WatchDates() would begin to watch a date of this customer: whom a walk over all customers
// has to wake. The record of `transition` is left as it is.
bool MissesDates(const Surroundings& surroundings, const base::CustomerId& customer, absl::Time now,
                 Transition* transition);

}  // namespace usher::journey
