#pragma once

#include <cstdint>
#include <vector>

#include "absl/time/time.h"

#include "base/ids.h"
#include "channel/policy.h"
#include "channel/reaction_counts.h"
#include "channel/zone.h"
#include "customer/limits.h"
#include "customer/record.h"
#include "customer/stat_delta.h"
#include "journey/catalog.h"
#include "journey/input.h"

namespace usher::journey {

// What decisions depend on besides the record and the input.
struct Surroundings {
  const Catalog& catalog;
  const channel::Policy& policy;
  const customer::Limits& limits;
  channel::ZoneCache* zones = nullptr;  // where zones are looked up; null: where they come from
  const channel::KnownReactions* reactions = nullptr;  // of all customers; null: not known
  bool hands_over = false;  // there is somebody to whom replies are handed over
};

// A record on its way to its next state, with what has to be committed beside it.
struct Transition {
  customer::Record record;
  std::vector<customer::StatDelta> stats;
  int happened = 0;                         // what steps made happen since the last input
  std::vector<std::uint64_t> replies = {};  // to be handed over now; cleared by the caller
  bool inbox_changed = false;  // whoever watches it has to be told; set here, cleared by the caller
};

// Applies one input to `transition`: profile and counters first, then goals and exits of running
// journeys, then waits, then entries; then every run goes on until it has to wait or wants to send,
// and what steps make happen is applied in the same way.
// Messages wanted are left in the record for journey/sending.h. Pure: reads no clock and does no
// I/O; the same arguments always give the same result. An input that is refused (see the result's
// status) leaves the transition as it was.
//
// `now` is not before the record's last_at.
InputResult Advance(const Surroundings& surroundings, const base::CustomerId& customer,
                    const Input& input, absl::Time now, Transition* transition);

// Whether the record has runs of versions the catalog does not know, so that it is too old for it.
bool NeedsNewerCatalog(const Catalog& catalog, const customer::Record& record);
// Whether the input brings such runs.
bool NeedsNewerCatalog(const Catalog& catalog, const Input& input);

}  // namespace usher::journey
