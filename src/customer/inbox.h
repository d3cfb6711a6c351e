#pragma once

#include <cstdint>

#include "absl/time/time.h"

#include "customer/limits.h"
#include "customer/record.h"

// The messages that a customer is shown inside the app or on the site. They are in the record, so
// that granting a message, charging it and showing it are one commit.
namespace usher::customer {

// Shows a message, in place of the one with its id. The oldest give way to it beyond the limits;
// false, with nothing changed, when it alone is beyond them.
bool PutInInbox(InboxMessage message, const Limits& limits, Record* record);

// The message of that id; null when it is not shown.
InboxMessage* FindInInbox(std::uint64_t send_id, Record* record);

// False when it was not shown.
bool RemoveFromInbox(std::uint64_t send_id, Record* record);

// Removes what is not shown any more at `now`; whether there was any.
bool ExpireInbox(absl::Time now, Record* record);

}  // namespace usher::customer
