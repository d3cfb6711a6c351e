#include "customer/event_history.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace usher::customer {
namespace {

bool IsOlder(const EventHistory& a, const EventHistory& b) {
  return a.times.back() < b.times.back();
}

template <class Items>
auto FindProperty(Items& items, const std::string& property) {
  return std::find_if(items.begin(), items.end(),
                      [&](const auto& item) { return item.property == property; });
}

EventHistory& FindOrAdd(const std::string& name, const Limits& limits,
                        std::vector<EventHistory>* histories) {
  const auto known = std::find_if(histories->begin(), histories->end(),
                                  [&](const EventHistory& one) { return one.name == name; });
  if (known != histories->end()) return *known;
  if (histories->size() >= limits.histories_max) {
    histories->erase(std::min_element(histories->begin(), histories->end(), IsOlder));
  }
  return histories->emplace_back(EventHistory{name, {}});
}

// Drops values until there is room for those of one property more. False if only `of` has any.
bool MakeRoomForValues(const EventHistory& of, const Limits& limits,
                       std::vector<EventHistory>* histories) {
  std::size_t kept = 0;
  EventHistory* oldest = nullptr;
  for (EventHistory& history : *histories) {
    kept += history.values.size();
    if (history.values.empty() || &history == &of) continue;
    if (oldest == nullptr || IsOlder(history, *oldest)) oldest = &history;
  }
  if (kept < limits.summed_max) return true;
  if (oldest == nullptr) return false;
  oldest->values.pop_back();
  return true;
}

// Makes the history keep values of these properties and of no others.
void KeepValuesOf(const std::vector<EventValue>& wanted, const Limits& limits,
                  EventHistory* history, std::vector<EventHistory>* histories) {
  auto& values = history->values;
  values.erase(std::remove_if(values.begin(), values.end(),
                              [&](const EventValues& kept) {
                                return FindProperty(wanted, kept.property) == wanted.end();
                              }),
               values.end());
  for (const EventValue& value : wanted) {
    if (FindProperty(values, value.property) != values.end()) continue;
    if (!MakeRoomForValues(*history, limits, histories)) return;
    values.push_back({value.property, std::vector<std::int64_t>(history->times.size(), 0)});
  }
}

void DropOldest(std::size_t count, EventHistory* history) {
  const auto end = static_cast<std::ptrdiff_t>(count);
  history->times.erase(history->times.begin(), history->times.begin() + end);
  for (EventValues& values : history->values) {
    values.millionths.erase(values.millionths.begin(), values.millionths.begin() + end);
  }
}

// Adds one event; `value_of` gives what a property was in it.
template <class ValueOf>
void Insert(absl::Time at, ValueOf value_of, EventHistory* history) {
  const auto place = std::upper_bound(history->times.begin(), history->times.end(), at);
  const auto index = place - history->times.begin();
  history->times.insert(place, at);
  for (EventValues& values : history->values) {
    values.millionths.insert(values.millionths.begin() + index, value_of(values.property));
  }
}

void Merge(const EventHistory& from, const Limits& limits, EventHistory* to) {
  for (const EventValues& values : from.values) {
    if (FindProperty(to->values, values.property) != to->values.end()) continue;
    to->values.push_back({values.property, std::vector<std::int64_t>(to->times.size(), 0)});
  }
  for (std::size_t i = 0; i < from.times.size(); ++i) {
    const auto value_of = [&](const std::string& property) -> std::int64_t {
      const auto values = FindProperty(from.values, property);
      return values == from.values.end() ? 0 : values->millionths[i];
    };
    Insert(from.times[i], value_of, to);
  }
  if (to->times.size() > limits.history_max) {
    DropOldest(to->times.size() - limits.history_max, to);
  }
}

}  // namespace

void NoteEvent(const std::string& name, absl::Time at, const std::vector<EventValue>& values,
               const Limits& limits, Record* record) {
  EventHistory& history = FindOrAdd(name, limits, &record->histories);
  if (!values.empty() || !history.values.empty()) {
    KeepValuesOf(values, limits, &history, &record->histories);
  }
  const auto value_of = [&](const std::string& property) {
    return FindProperty(values, property)->millionths;
  };
  Insert(at, value_of, &history);
  if (history.times.size() > limits.history_max) DropOldest(1, &history);
}

void MergeHistories(const std::vector<EventHistory>& from, const Limits& limits, Record* to) {
  for (const EventHistory& left : from) {
    const auto own = std::find_if(to->histories.begin(), to->histories.end(),
                                  [&](const EventHistory& one) { return one.name == left.name; });
    if (own != to->histories.end()) {
      Merge(left, limits, &*own);
    } else if (to->histories.size() < limits.histories_max) {
      to->histories.push_back(left);
    }
  }
}

}  // namespace usher::customer
