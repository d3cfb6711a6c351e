#include "channel/quiet_hours.h"

#include <algorithm>
#include <optional>

#include "absl/time/civil_time.h"

namespace usher::channel {
namespace {

constexpr int kDay = 24 * 60;
// How much of a day is left to customers of unknown zone, in minutes. Shorter is safer for zones
// further from UTC, and crowds messages more.
constexpr int kUnknownZoneMinutes = 60;
// More moves from the end of one rule to the end of the next than any two days have: a policy has
// at most 16 rules.
constexpr int kMovesMax = 64;

// From one time of day to a later one, cyclic.
int MinutesBetween(int from, int to) { return (to - from + kDay) % kDay; }

bool IsQuietAt(const QuietHours& rule, int minute) {
  return MinutesBetween(rule.from, minute) < MinutesBetween(rule.from, rule.to);
}

// If `rule` is in force at `now`, when it ends; otherwise `now`. FromCivil has the wanted
// semantics: the first of two instants, and the end of a gap.
absl::Time RuleUntil(const QuietHours& rule, absl::Time now, const absl::TimeZone& zone) {
  const absl::CivilDay today = absl::ToCivilDay(now, zone);
  // Tomorrow's rule is in force already when a clock was put back over midnight.
  for (const absl::CivilDay day : {today - 1, today, today + 1}) {
    const absl::CivilMinute from = absl::CivilMinute(day) + rule.from;
    const absl::CivilMinute to = from + MinutesBetween(rule.from, rule.to);
    if (absl::FromCivil(from, zone) > now) break;
    const absl::Time end = absl::FromCivil(to, zone);
    if (now < end) return end;
  }
  return now;
}

// A stretch of the day, perhaps over midnight.
struct Stretch {
  int start = 0;
  int minutes = 0;
};

// The longest stretch that no rule keeps quiet; the earliest of equals, nothing if there is none.
std::optional<Stretch> LongestOpenStretch(absl::Span<const QuietHours> rules,
                                          customer::Channel channel, absl::string_view country) {
  std::optional<Stretch> longest;
  for (const QuietHours& ending : rules) {
    if (!Concerns(ending, channel, country)) continue;
    Stretch open{.start = ending.to, .minutes = kDay};
    for (const QuietHours& rule : rules) {
      if (!Concerns(rule, channel, country)) continue;
      open.minutes = IsQuietAt(rule, open.start)
                         ? 0
                         : std::min(open.minutes, MinutesBetween(open.start, rule.from));
    }
    if (open.minutes == 0) continue;
    if (!longest.has_value() || open.minutes > longest->minutes ||
        (open.minutes == longest->minutes && open.start < longest->start)) {
      longest = open;
    }
  }
  return longest;
}

bool AnyFor(absl::Span<const QuietHours> rules, customer::Channel channel,
            absl::string_view country) {
  return std::any_of(rules.begin(), rules.end(),
                     [&](const QuietHours& rule) { return Concerns(rule, channel, country); });
}

absl::Time QuietUntilInUnknownZone(absl::Span<const QuietHours> rules, customer::Channel channel,
                                   absl::Time now, absl::string_view country) {
  if (!AnyFor(rules, channel, country)) return now;
  const std::optional<Stretch> open = LongestOpenStretch(rules, channel, country);
  if (!open.has_value()) return absl::InfiniteFuture();
  const int minutes = std::min(open->minutes, kUnknownZoneMinutes);
  // The middle hour is like any other open time: what is around it is quiet.
  const int start = (open->start + (open->minutes - minutes) / 2) % kDay;
  QuietHours around;
  around.from = (start + minutes) % kDay;
  around.to = start;
  return RuleUntil(around, now, absl::UTCTimeZone());
}

}  // namespace

bool Concerns(const QuietHours& rule, customer::Channel channel, absl::string_view country) {
  if (!rule.channels.Has(channel)) return false;
  return rule.countries.empty() || country.empty() ||
         std::find(rule.countries.begin(), rule.countries.end(), country) != rule.countries.end();
}

absl::Time QuietUntil(absl::Span<const QuietHours> rules, customer::Channel channel, absl::Time now,
                      const Zone& zone, absl::string_view country) {
  if (!zone.has_value()) return QuietUntilInUnknownZone(rules, channel, now, country);
  absl::Time until = now;
  // The end of one rule may be in the middle of another.
  for (int moves = 0; moves < kMovesMax; ++moves) {
    const absl::Time before = until;
    for (const QuietHours& rule : rules) {
      if (Concerns(rule, channel, country)) until = RuleUntil(rule, until, *zone);
    }
    if (until == before) return until;
  }
  return absl::InfiniteFuture();
}

absl::string_view QuietRule(absl::Span<const QuietHours> rules, customer::Channel channel,
                            absl::Time now, const Zone& zone, absl::string_view country) {
  if (zone.has_value()) {
    for (const QuietHours& rule : rules) {
      if (Concerns(rule, channel, country) && RuleUntil(rule, now, *zone) > now) return rule.name;
    }
  }
  return "unknown-zone";
}

bool LeavesTime(absl::Span<const QuietHours> rules, customer::Channel channel) {
  return !AnyFor(rules, channel, "") || LongestOpenStretch(rules, channel, "").has_value();
}

}  // namespace usher::channel
