#include "backtest/case_time.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "yaml/duration.h"

namespace usher::backtest {
namespace {

// As authors write it: "1d2h30m"; the sign first if it lies before the start.
std::string OffsetText(absl::Duration offset) {
  std::string text;
  if (offset < absl::ZeroDuration()) {
    text = "-";
    offset = -offset;
  }
  const auto take = [&](absl::Duration unit, const char* name) {
    const std::int64_t count = absl::IDivDuration(offset, unit, &offset);
    if (count > 0) absl::StrAppend(&text, count, name);
  };
  take(absl::Hours(24), "d");
  take(absl::Hours(1), "h");
  take(absl::Minutes(1), "m");
  take(absl::Seconds(1), "s");
  take(absl::Milliseconds(1), "ms");
  return text.empty() ? "0s" : text;
}

}  // namespace

absl::StatusOr<absl::Time> ReadMoment(absl::string_view text, const CaseClock& clock,
                                      absl::Time previous) {
  if (text.empty()) return previous;
  const bool after = text[0] == '+';
  if (const auto span = yaml::ParseDuration(after ? text.substr(1) : text); span.ok()) {
    return (after ? previous : clock.start) + *span;
  }
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &error) ||
      absl::ParseTime("%Y-%m-%d %H:%M", text, clock.zone, &time, &error) ||
      absl::ParseTime("%Y-%m-%d %H:%M:%S", text, clock.zone, &time, &error)) {
    return time;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text,
                   "\" is no time; write 1h30m after the start, +10m after the one before, "
                   "2026-03-02 08:00 by the customer's clock, or 2026-03-02T08:00:00Z"));
}

std::string MomentText(absl::Time at, const CaseClock& clock) {
  return absl::StrCat(OffsetText(at - clock.start), " (",
                      absl::FormatTime("%Y-%m-%d %H:%M:%S %Z", at, clock.zone), ")");
}

}  // namespace usher::backtest
