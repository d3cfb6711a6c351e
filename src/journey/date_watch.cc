#include "journey/date_watch.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "journey/entry.h"
#include "journey/timed_start.h"

namespace usher::journey {
namespace {

using customer::DateWatch;

const Definition* FindDated(const Catalog& catalog, const std::string& journey) {
  for (const Definition* definition : catalog.Dated()) {
    if (definition->name == journey) return definition;
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
  // Without an attribute to look at, conditions decide faster than the calendar.
  const bool fast = !definition.enter.date;
  if (fast && !MayStart(definition, work)) return std::nullopt;
  const auto start = NextStart(definition, work.now() + absl::Milliseconds(1), work);
  if (!start || start->at <= work.now()) return std::nullopt;
  if (!fast && !MayStart(definition, work)) return std::nullopt;
  return start->at;
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
    // Asked anew, because the version that takes entries may have another rule by now.
    const auto start = NextStart(*definition, watch.due, work);
    if (!start || start->at > work.now()) continue;
    EnterJourney(*definition, {"", start->at, start->event}, work);
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
