#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "channel/policy.h"
#include "customer/channel.h"
#include "customer/record.h"
#include "messages/store_port.h"

namespace usher::ingest {

// What was sent to the addresses of one customer, whoever it was for, by the channel.
using AddressLedgers = std::map<customer::Channel, std::vector<customer::Contact>>;

// Reads the ledgers of those of the customer's addresses that caps of the policy count for. `done`
// is called once, on any thread or before the call returns.
void ReadAddressLedgers(messages::StorePort& store, const channel::Policy& policy,
                        const customer::Profile& profile,
                        std::function<void(absl::StatusOr<AddressLedgers>)> done);

}  // namespace usher::ingest
