#pragma once

#include "backtest/event_log.h"
#include "backtest/groups.h"
#include "backtest/replay.h"
#include "backtest/tally.h"
#include "backtest/world.h"

// What journeys would have done on past events: the same code as in a gateway, in virtual time,
// without Redis, gRPC or actors. The way of it: event_log.h reads events, groups.h sorts them by
// people, replay.h lets each group live through its own, life.h does what the actors do, tally.h
// counts, report.h says what came of it. docs/backtest.md is for those who use it.
namespace usher::backtest {

// Replays all groups. `progress` counts events done; its total is the caller's. The result does not
// depend on the number of threads.
Tally RunBacktest(const World& world, const EventLog& log, const Groups& groups,
                  const Profiles& profiles, int threads, Progress* progress);

// Lets one group live through its events, told to `observer`.
void ReplayGroup(const World& world, const EventLog& log, const Group& group,
                 const Profiles& profiles, Observer* observer);

}  // namespace usher::backtest
