#pragma once

#include <string>

#include "customer/limits.h"
#include "customer/record.h"

// A visitor turns out to be a customer. Two records are concerned, so it takes several commits,
// each harmless when repeated: the customer wants the merge, the visitor hands over, the customer
// absorbs, the visitor forgets, and the customer is done with it. Whatever is interrupted is begun
// again for as long as the customer wants the merge.
namespace usher::customer {

// The customer's first step: notes that the visitor's history is to be taken over, unless it was.
void WantMerge(const std::string& visitor, const Limits& limits, Record* customer);

// Whether a visitor is still to be absorbed.
bool AwaitsVisitors(const Record& customer);

// Keeps an event for the runs of visitors still to be absorbed, within the limits: the largest
// properties are left out first; of the events kept, the oldest gives way whose name comes up
// again, or else the oldest. Nothing when no visitor is awaited.
void KeepForVisitors(MergeEvent event, const Limits& limits, Record* customer);

// The visitor's step: from now on he is `customer`. Returns false, changing nothing, while a
// message to him is under way, whose outcome must find its run. A visitor who became somebody else
// before stays so, and leaves nothing.
bool HandOver(const std::string& customer, Record* visitor);

// The customer's second step: takes over what the visitor left, within the limits; what both have,
// the customer's stays. Returns false when it was done before, or is not wanted.
bool Absorb(const std::string& visitor, const Record& left, const Limits& limits, Record* customer);

// The visitor's last step: only the sign to whom he became stays.
void ForgetHandedOver(Record* visitor);

// The customer's last step: nothing of the merge is left to do.
void FinishMerge(const std::string& visitor, Record* customer);

}  // namespace usher::customer
