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

// What concerns everybody concerns only customers, and none who was erased.
bool IsCustomer(const Work& work) { return !work.customer().anonymous() && work.created(); }

}  // namespace

std::optional<TimedStart> NextStart(const Definition& definition, absl::Time from, Work& work) {
  const Enter& enter = definition.enter;
  std::optional<TimedStart> next;
  if (enter.schedule && IsCustomer(work)) next = BySchedule(definition, from, work);
  if (enter.date) {
    auto date = ByDate(definition, from, work);
    if (date && (!next || (date->at >= from && date->at < next->at))) next = std::move(date);
  }
  return next;
}

bool MayStart(const Definition& definition, Work& work) {
  const auto& lasting = definition.enter.lasting;
  return std::all_of(lasting.begin(), lasting.end(), [&](const Expression& condition) {
    return condition.Test(work.ScopeOf(nullptr, nullptr, &definition)).value;
  });
}

}  // namespace usher::journey
