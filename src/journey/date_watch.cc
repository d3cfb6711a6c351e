#include "journey/date_watch.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "journey/entry.h"

namespace usher::journey {
namespace {

using customer::DateWatch;

const Definition* FindDated(const Catalog& catalog, const std::string& journey) {
  for (const Definition* definition : catalog.Dated()) {
    if (definition->name == journey) return definition;
  }
  return nullptr;
}

const base::Value* DateOf(const Definition& definition, const customer::Profile& profile) {
  for (const auto& [name, value] : profile.attributes) {
    if (name == definition.enter.date->attribute) return &value;
  }
  return nullptr;
}

bool IsWatched(const Definition& definition, const std::vector<DateWatch>& dates) {
  return std::any_of(dates.begin(), dates.end(), [&](const DateWatch& watch) {
    return watch.journey == definition.name && watch.version == definition.version;
  });
}

// When the next run is to start; only what is still to come.
std::optional<absl::Time> NextDate(const Definition& definition, Work& work) {
  const base::Value* date = DateOf(definition, work.record().profile);
  if (date == nullptr) return std::nullopt;
  const auto at = InstantOf(definition.enter.date->rule, *date, work.now() + absl::Milliseconds(1),
                            work.ZoneFor(definition));
  return at && *at > work.now() ? at : std::nullopt;
}

}  // namespace

void EnterByDates(Work& work) {
  auto& dates = work.record().dates;
  const auto first_due = std::stable_partition(
      dates.begin(), dates.end(), [&](const DateWatch& date) { return date.due > work.now(); });
  if (first_due == dates.end()) return;
  const std::vector<DateWatch> due(first_due, dates.end());
  dates.erase(first_due, dates.end());
  for (const DateWatch& watch : due) {
    const Definition* definition = FindDated(work.catalog(), watch.journey);
    if (definition == nullptr) continue;
    const base::Value* date = DateOf(*definition, work.record().profile);
    if (date == nullptr) continue;
    // Asked anew, because the version that takes entries may have another rule by now.
    const auto at =
        InstantOf(definition->enter.date->rule, *date, watch.due, work.ZoneFor(*definition));
    if (!at || *at > work.now()) continue;
    base::Value properties{base::Value::Map()};
    properties.Set("date", *date);
    EnterJourney(*definition, {"", *at, properties}, work);
  }
}

void ForgetDates(Work& work) {
  auto& dates = work.record().dates;
  dates.erase(std::remove_if(dates.begin(), dates.end(),
                             [&](const DateWatch& date) { return date.due > work.now(); }),
              dates.end());
}

void WatchDates(Work& work) {
  auto& dates = work.record().dates;
  dates.erase(std::remove_if(dates.begin(), dates.end(),
                             [&](const DateWatch& watch) {
                               const auto* definition = FindDated(work.catalog(), watch.journey);
                               return definition == nullptr || definition->version != watch.version;
                             }),
              dates.end());
  for (const Definition* definition : work.catalog().Dated()) {
    if (dates.size() >= work.limits().dates_max) return;
    if (IsWatched(*definition, dates)) continue;
    const auto next = NextDate(*definition, work);
    if (next) dates.push_back({definition->name, definition->version, *next});
  }
}

bool MissesDates(const Surroundings& surroundings, const base::CustomerId& customer, absl::Time now,
                 Transition* transition) {
  Work work(surroundings, customer, now, transition);
  const customer::Record& record = transition->record;
  if (!record.merged_into.empty()) return false;
  std::size_t watched = 0;
  bool misses = false;
  for (const Definition* definition : work.catalog().Dated()) {
    if (IsWatched(*definition, record.dates)) {
      ++watched;
    } else {
      misses = misses || NextDate(*definition, work).has_value();
    }
  }
  // What else is watched gives way.
  return misses && watched < work.limits().dates_max;
}

}  // namespace usher::journey
