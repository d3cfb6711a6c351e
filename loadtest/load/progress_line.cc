#include "load/progress_line.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "load/table_report.h"

namespace usher::load {

void ProgressLine::Row(const TimelineRow& row) {
  if (quiet_) return;
  const double length = row.length_s > 0 ? row.length_s : 1;
  const Interval& interval = row.interval;
  std::string line = absl::StrFormat("%6.1f s  %s/s  p50 %s  p99 %s  p99.9 %s", row.t_s,
                                     CountText(static_cast<double>(interval.ok) / length),
                                     LatencyText(static_cast<double>(interval.p50_ns)),
                                     LatencyText(static_cast<double>(interval.p99_ns)),
                                     LatencyText(static_cast<double>(interval.p999_ns)));
  absl::StrAppend(&line, "  errors ", interval.errors, "  shed ", interval.shed);
  if (terminal_) {
    err_ << "\r\x1b[K" << line << std::flush;
    on_screen_ = true;
  } else {
    err_ << line << std::endl;
  }
}

void ProgressLine::Say(const std::string& text) {
  if (quiet_) return;
  End();
  err_ << text << std::endl;
}

void ProgressLine::End() {
  if (on_screen_) err_ << "\n";
  on_screen_ = false;
}

}  // namespace usher::load
