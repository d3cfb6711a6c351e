#pragma once

#include <cstdint>

#include "absl/time/time.h"

#include "customer/limits.h"
#include "customer/record.h"

// The contact ledger: the messages charged to a customer, which caps count.
namespace usher::customer {

// Drops contacts that no cap can count any more.
void TrimContacts(Record& record, absl::Time now, const Limits& limits);

// Charges a message at its time, after dropping what is too old by then. False, with nothing
// charged, if the ledger is full. Every attempt of a message is a charge of its own, as an attempt
// of unknown fate may have reached the customer.
bool Charge(Record& record, Contact contact, const Limits& limits);

// Moves the latest charge of the message to `at`, if that is later than it was charged at: by then
// the provider had it. False if there is none.
bool Postpone(Record& record, std::uint64_t send_id, absl::Time at);

// Takes the latest charge of the message back, because that attempt definitely failed. False if
// there is none.
bool GiveBack(Record& record, std::uint64_t send_id);

}  // namespace usher::customer
