#include "journey/intake.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "base/hash.h"

namespace usher::journey {
namespace {

using customer::Record;
using customer::SeenEvent;

void TrimSeen(const customer::Limits& limits, absl::Time now, Record& record) {
  std::vector<SeenEvent>& seen = record.seen;
  std::size_t drop = seen.size() > limits.seen_max ? seen.size() - limits.seen_max : 0;
  while (seen.size() - drop > limits.seen_min && seen[drop].at + limits.seen_for <= now) ++drop;
  if (drop == 0) return;
  seen.erase(seen.begin(), seen.begin() + static_cast<std::ptrdiff_t>(drop));
  record.forgot_events = true;
}

void Remember(const std::string& name, absl::Time at, const customer::Limits& limits,
              Record& record) {
  auto history = std::find_if(record.histories.begin(), record.histories.end(),
                              [&](const auto& candidate) { return candidate.name == name; });
  if (history == record.histories.end()) {
    if (record.histories.size() >= limits.histories_max) {
      // The name not heard of for longest makes room.
      record.histories.erase(std::min_element(
          record.histories.begin(), record.histories.end(),
          [](const auto& a, const auto& b) { return a.times.back() < b.times.back(); }));
    }
    record.histories.push_back({name, {}});
    history = record.histories.end() - 1;
  }
  auto& times = history->times;
  times.insert(std::upper_bound(times.begin(), times.end(), at), at);
  if (times.size() > limits.history_max) times.erase(times.begin());
}

}  // namespace

std::optional<InputResult> Recognise(const EventInput& event, const Record& record) {
  const std::uint64_t id_hash = base::Hash64(event.id);
  for (auto seen = record.seen.rbegin(); seen != record.seen.rend(); ++seen) {
    if (seen->id_hash != id_hash) continue;
    InputResult result;
    if (seen->payload_hash == event.payload_hash) {
      result.duplicate = true;
      result.runs_entered = seen->runs_entered;
    } else {
      result.status = absl::AlreadyExistsError(absl::StrCat(
          "event id \"", event.id, "\" was taken before with another payload; use a new id"));
    }
    return result;
  }
  return std::nullopt;
}

InputResult TakeIn(const EventInput& event, Work& work) {
  Record& record = work.record();
  InputResult result;
  if (work.now() < record.blocked_until) {
    result.status = absl::FailedPreconditionError(
        absl::StrCat("customer was erased; events are taken again from ",
                     absl::FormatTime(record.blocked_until, absl::UTCTimeZone())));
    return result;
  }
  if (const auto known = Recognise(event, record)) return *known;
  result.created = record.created_at == absl::UnixEpoch();
  if (result.created) record.created_at = work.now();
  result.beyond_dedup_horizon =
      record.forgot_events && !record.seen.empty() && event.at <= record.seen.front().at;
  record.seen.push_back({base::Hash64(event.id), event.payload_hash, 0, work.now()});
  TrimSeen(work.limits(), work.now(), record);
  ++record.events_total;
  record.last_event_at = std::max(record.last_event_at, event.at);
  if (work.catalog().Counts(event.name)) {
    Remember(event.name, event.at, work.limits(), record);
  }
  return result;
}

void RememberResult(const InputResult& result, Work& work) {
  work.record().seen.back().runs_entered = result.runs_entered;
}

}  // namespace usher::journey
