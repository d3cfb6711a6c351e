#include "load/report.h"

#include <algorithm>

namespace usher::load {

double PhaseReport::offered_per_s() const {
  return duration_s > 0 ? static_cast<double>(tally.offered) / duration_s : 0;
}

double PhaseReport::ok_per_s() const {
  return duration_s > 0 ? static_cast<double>(tally.ok_meanwhile) / duration_s : 0;
}

bool Report::ok() const {
  return std::all_of(verification.begin(), verification.end(),
                     [](const Check& check) { return check.ok; });
}

double CpuPerEventUs(const Report& report, const Cost& cost) {
  const auto events = static_cast<double>(report.total.tally.ok_meanwhile);
  return events > 0 ? cost.cpu_s * 1e6 / events : 0;
}

void AddPhases(const std::vector<Segment>& segments, const std::vector<Tally>& tallies,
               Report* report) {
  report->total.name = "total";
  for (std::size_t i = 0; i < segments.size(); ++i) {
    PhaseReport phase{.name = segments[i].name,
                      .start_s = static_cast<double>(StartOf(segments, i)) * 1e-9,
                      .duration_s = static_cast<double>(segments[i].duration_ns) * 1e-9,
                      .tally = tallies[i]};
    // Of a run that was interrupted, only what was run counts.
    if (report->interrupted && !report->timeline.empty()) {
      const double left = report->timeline.back().t_s - phase.start_s;
      if (left <= 0) break;
      phase.duration_s = std::min(phase.duration_s, left);
    }
    if (segments[i].warmup) {
      report->total.start_s = phase.duration_s;
    } else {
      report->total.tally.Merge(phase.tally);
      report->total.duration_s += phase.duration_s;
    }
    report->phases.push_back(std::move(phase));
  }
}

}  // namespace usher::load
