#include "journey/timed_start.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/hash.h"

namespace usher::journey {
namespace {

// An event with one member.
base::Value EventOf(const char* member, base::Value value) {
  base::Value event{base::Value::Map()};
  event.Set(member, std::move(value));
  return event;
}

std::optional<TimedStart> ByDate(const Definition& definition, absl::Time from, Work& work) {
  const DateTrigger& trigger = *definition.enter.date;
  for (const auto& [name, value] : work.record().profile.attributes) {
    if (name != trigger.attribute) continue;
    const auto at = InstantOf(trigger.rule, value, from, work.ZoneFor(definition));
    if (!at) break;
    return TimedStart{*at, EventOf("date", value)};
  }
  return std::nullopt;
}

// Where a customer stands among all that start together.
absl::Duration PlaceIn(absl::Duration spread, const Definition& definition, const Work& work) {
  if (spread == absl::ZeroDuration()) return spread;
  const std::uint64_t hash = base::HashFields({work.customer().key(), definition.name, "spread"});
  return absl::Milliseconds(static_cast<std::int64_t>(
      hash % static_cast<std::uint64_t>(absl::ToInt64Milliseconds(spread))));
}

std::optional<TimedStart> BySchedule(const Definition& definition, absl::Time from, Work& work) {
  const ScheduleTrigger& trigger = *definition.enter.schedule;
  const absl::TimeZone zone = trigger.zone ? *trigger.zone : work.ZoneFor(definition);
  const absl::Duration place = PlaceIn(trigger.spread, definition, work);
  std::optional<absl::Time> planned;
  if (trigger.cron) {
    planned = trigger.cron->Next(from - place, zone);
  } else {
    planned = InstantOf({}, trigger.once, from, zone);
  }
  if (!planned || *planned + place < from) return std::nullopt;
  return TimedStart{*planned + place,
                    EventOf("scheduled_at",
                            base::Value(absl::FormatTime("%Y-%m-%dT%H:%M:%S%Ez", *planned, zone)))};
}

// Years away from `from` in which the day may be; an offset of up to 400 days carries it past the
// turn of a year, either way.
constexpr int kYearsBefore = 2;
constexpr int kYearsAfter = 3;

std::optional<TimedStart> ByOccasion(const Definition& definition, absl::Time from, Work& work) {
  const OccasionTrigger& trigger = *definition.enter.occasion;
  const std::string& own = work.record().profile.country;
  const std::string& country = own.empty() ? trigger.default_country : own;
  if (country.empty()) return std::nullopt;
  const absl::TimeZone zone = work.ZoneFor(definition);
  const std::int64_t year = absl::ToCivilYear(from, zone).year();
  std::optional<TimedStart> next;
  for (const auto& [name, occasion] : trigger.occasions) {
    for (std::int64_t y = year - kYearsBefore; y <= year + kYearsAfter; ++y) {
      const auto day = occasion->DayIn(country, y);
      if (!day) break;
      const base::Value date(absl::FormatCivilTime(*day));
      const auto at = InstantOf(trigger.rule, date, from, zone);
      if (!at || *at < from) continue;
      if (next && next->at <= *at) break;
      base::Value event = EventOf("occasion", base::Value(name));
      event.Set("date", date);
      next = TimedStart{*at, std::move(event)};
      break;
    }
  }
  return next;
}

// What concerns everybody concerns only customers, and none who was erased.
bool IsCustomer(const Work& work) { return !work.customer().anonymous() && work.created(); }

}  // namespace

std::optional<TimedStart> NextStart(const Definition& definition, absl::Time from, Work& work) {
  const Enter& enter = definition.enter;
  std::optional<TimedStart> next;
  const auto take_earlier = [&](std::optional<TimedStart> start) {
    if (start && (!next || (start->at >= from && start->at < next->at))) next = std::move(start);
  };
  if (enter.schedule && IsCustomer(work)) take_earlier(BySchedule(definition, from, work));
  if (enter.occasion && IsCustomer(work)) take_earlier(ByOccasion(definition, from, work));
  if (enter.date) take_earlier(ByDate(definition, from, work));
  return next;
}

bool MayStart(const Definition& definition, Work& work) {
  const auto& lasting = definition.enter.lasting;
  return std::all_of(lasting.begin(), lasting.end(), [&](const Expression& condition) {
    return condition.Test(work.ScopeOf(nullptr, nullptr, &definition)).value;
  });
}

}  // namespace usher::journey
