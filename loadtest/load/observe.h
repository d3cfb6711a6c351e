#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "load/process_cost.h"
#include "load/recorder.h"
#include "load/run.h"

namespace usher::load {

// One stretch of the timeline, about a second.
struct TimelineRow {
  double t_s = 0;  // its end, from the start of the run
  double length_s = 0;
  Interval interval;
  std::map<std::string, double> cpu_cores;  // by process
};

// What a process used while the run counted, that is after the warm-up.
struct Cost {
  double cpu_s = 0;
  std::uint64_t resident_bytes = 0;  // at the end
};

// What was seen of a run while it ran.
struct Observation {
  std::vector<TimelineRow> timeline;
  std::map<std::string, Cost> costs;  // by process, with usher-load
};

// Looks at a run once a second, and at its milestones, until its schedule is over. `on_row` is
// called with each row. Blocks.
Observation Observe(const std::vector<Segment>& segments, std::int64_t start_ns,
                    std::vector<WatchedProcess> processes, Run* run,
                    const std::function<void(const TimelineRow&)>& on_row);

}  // namespace usher::load
