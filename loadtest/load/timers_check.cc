#include "load/timers_check.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"

#include "load/setup.h"

namespace usher::load {
namespace {

std::uint64_t NotNegative(absl::Duration duration) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, absl::ToInt64Nanoseconds(duration)));
}

}  // namespace

TimersReport MeasureTimers(const loadtest::v1::Timers& timers, const Names& names,
                           absl::Time first_due, const std::vector<SentMessage>& messages) {
  TimersReport report;
  const absl::Time last_due = DueTime(timers, first_due, timers.count() - 1);
  absl::flat_hash_set<std::uint64_t> seen;
  for (const SentMessage& message : messages) {
    if (message.journey != timers.journey()) continue;
    const auto timer = names.TimerOf(message.customer);
    // A second message of one timer is for the check of messages sent once.
    if (!timer || *timer >= timers.count() || !seen.insert(*timer).second) continue;
    const absl::Time due = DueTime(timers, first_due, *timer);
    ++report.count;
    if (message.granted < due) ++report.early;
    report.granted_late_ns.Record(NotNegative(message.granted - due));
    const absl::Time came = std::max(message.seen, message.granted);
    report.lateness_ns.Record(NotNegative(came - due));
    report.last_s = std::max(report.last_s, absl::ToDoubleSeconds(came - last_due));
  }
  report.missing = timers.count() - report.count;
  return report;
}

std::vector<Check> CheckTimers(const loadtest::v1::Timers& timers, const TimersReport& report) {
  Check sent{.id = "timers_sent", .detail = {}};
  sent.ok = report.missing == 0;
  sent.checked = timers.count();
  if (!sent.ok) sent.detail = absl::StrCat(report.missing, " timers led to no message");
  Check early{.id = "timers_not_early", .detail = {}};
  early.ok = report.early == 0;
  early.checked = report.count;
  if (!early.ok) {
    early.detail = absl::StrCat(report.early, " messages were granted before they were due");
  } else if (report.count == 0) {
    early.detail = "no message came";
  }
  return {sent, early};
}

}  // namespace usher::load
