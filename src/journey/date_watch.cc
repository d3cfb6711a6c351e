#include "journey/date_watch.h"

#include <algorithm>
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
  const auto& dated = work.catalog().Dated();
  auto& dates = work.record().dates;
  dates.erase(std::remove_if(dates.begin(), dates.end(),
                             [&](const DateWatch& watch) {
                               const auto* definition = FindDated(work.catalog(), watch.journey);
                               return definition == nullptr || definition->version != watch.version;
                             }),
              dates.end());
  for (const Definition* definition : dated) {
    const bool watched = std::any_of(dates.begin(), dates.end(), [&](const DateWatch& watch) {
      return watch.journey == definition->name;
    });
    if (watched || dates.size() >= work.limits().dates_max) continue;
    const base::Value* date = DateOf(*definition, work.record().profile);
    if (date == nullptr) continue;
    const auto at = InstantOf(definition->enter.date->rule, *date,
                              work.now() + absl::Milliseconds(1), work.ZoneFor(*definition));
    if (at && *at > work.now()) dates.push_back({definition->name, definition->version, *at});
  }
}

}  // namespace usher::journey
