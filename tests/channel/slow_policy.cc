#include "tests/channel/slow_policy.h"

#include <algorithm>
#include <cstddef>

#include "absl/time/civil_time.h"

namespace usher::channel {
namespace {

constexpr int kDay = 24 * 60;

// The minutes of a day that the rules keep quiet.
std::vector<bool> QuietDay(const Policy& policy, customer::Channel channel) {
  std::vector<bool> quiet(kDay, false);
  for (const QuietHours& rule : policy.quiet_hours) {
    if (!rule.channels.Has(channel)) continue;
    for (int minute = rule.from; minute != rule.to; minute = (minute + 1) % kDay) {
      quiet[static_cast<std::size_t>(minute)] = true;
    }
  }
  return quiet;
}

}  // namespace

SlowPolicy::SlowPolicy(const Policy& policy, const Question& question, absl::Time start, int days)
    : policy_(policy), question_(question), start_(start) {
  for (const customer::Contact& contact : question.contacts) {
    if (ClassOf(policy, contact.category).uncounted) continue;
    sent_.push_back(Describe(contact.at, contact.channel, contact.category, contact.journey));
  }
  if (question.zone.has_value()) {
    DrawQuietMinutes(days);
  } else {
    DrawQuietMinutesOfUnknownZone(days);
  }
}

SlowPolicy::Sent SlowPolicy::Describe(absl::Time at, customer::Channel channel,
                                      absl::string_view category, absl::string_view journey) const {
  const absl::TimeZone zone = question_.zone.value_or(absl::UTCTimeZone());
  return {.at = at,
          .day = absl::FormatTime("%Y-%m-%d", at, zone),
          .week = absl::FormatTime("%G-%V", at, zone),
          .month = absl::FormatTime("%Y-%m", at, zone),
          .channel = channel,
          .category = std::string(category),
          .journey = std::string(journey)};
}

bool SlowPolicy::Allows(absl::Time at) const {
  const Class& category = ClassOf(policy_, question_.category);
  if (!category.ignores_quiet_hours && IsQuiet(at)) return false;
  if (category.ignores_caps) return true;
  const Sent message = Describe(at, question_.channel, question_.category, question_.journey);
  for (const Sent& sent : sent_) {
    if (absl::AbsDuration(sent.at - at) < policy_.minimum_gap) return false;
  }
  return std::none_of(policy_.caps.begin(), policy_.caps.end(),
                      [&](const Cap& cap) { return BreaksCap(cap, message); });
}

bool SlowPolicy::BreaksCap(const Cap& cap, const Sent& message) const {
  const auto concerns = [&cap](const Sent& sent) {
    return cap.channels.Has(sent.channel) &&
           (cap.category.empty() || cap.category == sent.category) &&
           (cap.journey.empty() || cap.journey == sent.journey);
  };
  if (!concerns(message)) return false;
  std::vector<Sent> counted = {message};
  for (const Sent& sent : sent_) {
    if (concerns(sent)) counted.push_back(sent);
  }
  if (cap.window != CapWindow::kRolling && question_.zone.has_value()) {
    const auto together = std::count_if(counted.begin(), counted.end(), [&](const Sent& sent) {
      return cap.window == CapWindow::kDay    ? sent.day == message.day
             : cap.window == CapWindow::kWeek ? sent.week == message.week
                                              : sent.month == message.month;
    });
    return together > cap.max;
  }
  const absl::Duration per = cap.window == CapWindow::kRolling ? cap.per
                             : cap.window == CapWindow::kDay   ? absl::Hours(26)
                             : cap.window == CapWindow::kWeek  ? absl::Hours(170)
                                                               : absl::Hours(746);
  // A fullest window begins with a message.
  return std::any_of(counted.begin(), counted.end(), [&](const Sent& first) {
    if (message.at < first.at || message.at >= first.at + per) return false;
    const auto together = std::count_if(counted.begin(), counted.end(), [&](const Sent& sent) {
      return sent.at >= first.at && sent.at < first.at + per;
    });
    return together > cap.max;
  });
}

bool SlowPolicy::IsQuiet(absl::Time at) const {
  return quiet_minutes_.at(static_cast<std::size_t>(absl::ToInt64Minutes(at - start_)));
}

// By a local clock that stands still instead of going back.
void SlowPolicy::DrawQuietMinutes(int days) {
  const std::vector<bool> quiet = QuietDay(policy_, question_.channel);
  absl::CivilMinute latest = absl::CivilMinute::min();
  for (int minute = -kDay; minute < days * kDay; ++minute) {
    latest = std::max(latest, absl::ToCivilMinute(start_ + absl::Minutes(minute), *question_.zone));
    if (minute < 0) continue;
    quiet_minutes_.push_back(quiet[static_cast<std::size_t>(latest.hour() * 60 + latest.minute())]);
  }
}

// By the largest number of hours to both sides of UTC for which an hour of the day is left.
void SlowPolicy::DrawQuietMinutesOfUnknownZone(int days) {
  const std::vector<bool> quiet = QuietDay(policy_, question_.channel);
  std::vector<bool> widest = quiet;
  for (int reach = 1; std::count(quiet.begin(), quiet.end(), true) > 0 && reach < kDay; ++reach) {
    std::vector<bool> spread(kDay, false);
    for (int minute = 0; minute < kDay; ++minute) {
      if (!quiet[static_cast<std::size_t>(minute)]) continue;
      for (int near = minute - reach; near <= minute + reach; ++near) {
        spread[static_cast<std::size_t>((near + kDay) % kDay)] = true;
      }
    }
    if (std::count(spread.begin(), spread.end(), false) < 60) break;
    widest = spread;
  }
  const int first = absl::ToCivilMinute(start_, absl::UTCTimeZone()).hour() * 60 +
                    absl::ToCivilMinute(start_, absl::UTCTimeZone()).minute();
  for (int minute = 0; minute < days * kDay; ++minute) {
    quiet_minutes_.push_back(widest[static_cast<std::size_t>((first + minute) % kDay)]);
  }
}

}  // namespace usher::channel
