#pragma once

#include <set>
#include <string>

#include "absl/time/time.h"

#include "channel/policy.h"
#include "channel/zone.h"
#include "customer/channel.h"
#include "customer/limits.h"
#include "customer/record.h"
#include "ingest/address_ledgers.h"
#include "usher/v1/policy_service.pb.h"

namespace usher::ingest {

// The message asked about, and when and under which rules.
struct PolicyQuestion {
  const channel::Policy& policy;
  const std::set<customer::Channel>& channels;  // with a provider
  const customer::Limits& limits;
  std::string category;
  std::string journey;
  channel::Zone zone;
  absl::Time now;
};

// Writes what could be sent to the customer, channel by channel. `at_addresses` are the ledgers of
// addresses that customers may share.
void FillStandings(const PolicyQuestion& question, const customer::Record& record,
                   const AddressLedgers& at_addresses, v1::ExplainPolicyResponse* out);

}  // namespace usher::ingest
