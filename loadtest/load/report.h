#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/value.h"
#include "load/histogram.h"
#include "load/observe.h"
#include "load/recorder.h"

namespace usher::load {

// A stretch of the run with what happened to the events scheduled in it.
struct PhaseReport {
  std::string name;
  double start_s = 0;  // from the start of the run
  double duration_s = 0;
  Tally tally;

  double offered_per_s() const;
  // Acknowledgements that came during the phase.
  double ok_per_s() const;
};

// One promise that was looked at.
struct Check {
  std::string id;
  bool ok = true;
  std::uint64_t checked = 0;  // how many things; 0: nothing, and `detail` says why
  std::string detail;
};

// How the timers of the scenario went. Lateness counts from the due time.
struct TimersReport {
  std::uint64_t count = 0;  // messages seen
  std::uint64_t missing = 0;
  std::uint64_t early = 0;
  Histogram lateness_ns;      // until the message was in the log
  Histogram granted_late_ns;  // until it was granted, as the log says
  double last_s = 0;          // from the last due time until the last message was in the log
};

struct Report {
  std::string scenario;
  std::string form;
  bool open_loop = true;
  bool interrupted = false;
  base::Value config;
  std::vector<PhaseReport> phases;
  PhaseReport total;  // without the warm-up
  std::map<std::string, Cost> costs;
  std::vector<Check> verification;
  std::optional<TimersReport> timers;
  std::vector<TimelineRow> timeline;
  std::map<int, std::string> error_texts;
  std::uint64_t held_back = 0;
  std::string durability;

  bool ok() const;
};

// CPU per acknowledged event in microseconds; 0 without events.
double CpuPerEventUs(const Report& report, const Cost& cost);
// Phases and total from what was counted.
void AddPhases(const std::vector<Segment>& segments, const std::vector<Tally>& tallies,
               Report* report);

}  // namespace usher::load
