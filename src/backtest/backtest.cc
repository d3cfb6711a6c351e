#include "backtest/backtest.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "backtest/parallel.h"

namespace usher::backtest {
namespace {

// Few enough that no thread is left with much when the others are done, many enough that asking
// for the next block costs nothing.
constexpr std::size_t kBlockGroups = 32;

}  // namespace

Tally RunBacktest(const World& world, const EventLog& log, const Groups& groups,
                  const Profiles& profiles, int threads, Progress* progress) {
  const absl::Time known_until = absl::FromUnixMillis(log.last_ms);
  // What one thread has of its own.
  struct Worker {
    Worker(const World& world, const EventLog& log, const Profiles& profiles, absl::Time known)
        : tally(world.from, known), replay(world, log, profiles, &zones, &tally) {}
    channel::ZoneCache zones;
    Tally tally;
    Replay replay;
  };
  std::vector<std::unique_ptr<Worker>> workers;
  for (int i = 0; i < std::max(1, threads); ++i) {
    workers.push_back(std::make_unique<Worker>(world, log, profiles, known_until));
  }
  const std::size_t blocks = (groups.size() + kBlockGroups - 1) / kBlockGroups;
  Parallel(threads, blocks, [&](std::size_t block, std::size_t thread) {
    std::size_t events = 0;
    const std::size_t end = std::min(groups.size(), (block + 1) * kBlockGroups);
    for (std::size_t i = block * kBlockGroups; i < end; ++i) {
      const Group group = groups[i];
      workers[thread]->replay.Run(group);
      events += group.events.size();
    }
    progress->done += events;
  });
  Tally all(world.from, known_until);
  for (const auto& worker : workers) all.Add(worker->tally);
  for (auto& times : all.sent_ms) std::sort(times.begin(), times.end());
  return all;
}

void ReplayGroup(const World& world, const EventLog& log, const Group& group,
                 const Profiles& profiles, Observer* observer) {
  channel::ZoneCache zones;
  Replay(world, log, profiles, &zones, observer).Run(group);
}

}  // namespace usher::backtest
