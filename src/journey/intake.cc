#include "journey/intake.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

#include "base/hash.h"
#include "customer/event_history.h"
#include "journey/millionths.h"

namespace usher::journey {
namespace {

using customer::Record;
using customer::SeenEvent;

std::uint32_t SecondsRoundedUp(absl::Time time) {
  return static_cast<std::uint32_t>(
      absl::ToUnixSeconds(time + absl::Seconds(1) - absl::Nanoseconds(1)));
}

absl::Time TimeOf(const SeenEvent& seen) { return absl::FromUnixSeconds(seen.at_s); }

void TrimSeen(const customer::Limits& limits, absl::Time now, Record& record) {
  customer::SeenEvents& seen = record.seen;
  std::size_t drop = seen.size() > limits.seen_max ? seen.size() - limits.seen_max : 0;
  while (seen.size() - drop > limits.seen_min && TimeOf(seen[drop]) + limits.seen_for <= now)
    ++drop;
  if (drop == 0) return;
  seen.DropOldest(drop);
  record.forgot_events = true;
}

// What may be a path into maps, such as "cart.total".
const base::Value* FindProperty(const base::Value& properties, absl::string_view path) {
  const base::Value* found = &properties;
  for (const absl::string_view member : absl::StrSplit(path, '.')) {
    if (found != nullptr) found = found->Find(member);
  }
  return found;
}

std::vector<customer::EventValue> SummedValues(const EventInput& event, const Catalog& catalog) {
  std::vector<customer::EventValue> values;
  for (const std::string& property : catalog.SummedOf(event.name)) {
    const base::Value* value = FindProperty(event.properties.Get(), property);
    values.push_back({property, value == nullptr ? 0 : ToMillionths(*value)});
  }
  return values;
}

std::optional<InputResult> FindSeen(const std::string& id, std::uint32_t payload_hash,
                                    const Record& record) {
  const std::uint64_t id_hash = base::Hash64(id);
  for (auto seen = record.seen.rbegin(); seen != record.seen.rend(); ++seen) {
    if (seen->id_hash != id_hash) continue;
    InputResult result;
    if (seen->payload_hash == static_cast<std::uint16_t>(payload_hash)) {
      result.duplicate = true;
      result.runs_entered = seen->runs_entered;
    } else {
      result.status = absl::AlreadyExistsError(
          absl::StrCat("id \"", id, "\" was taken before with another payload; use a new id"));
    }
    return result;
  }
  return std::nullopt;
}

// Recognises and remembers an id.
InputResult TakeInId(const std::string& id, std::uint32_t payload_hash, absl::Time at, Work& work) {
  Record& record = work.record();
  InputResult result;
  if (work.now() < record.blocked_until) {
    result.status = absl::FailedPreconditionError(
        absl::StrCat("customer was erased; events are taken again from ",
                     absl::FormatTime(record.blocked_until, absl::UTCTimeZone())));
    return result;
  }
  if (const auto known = FindSeen(id, payload_hash, record)) return *known;
  result.created = record.created_at == absl::UnixEpoch();
  if (result.created) record.created_at = work.now();
  result.beyond_dedup_horizon =
      record.forgot_events && !record.seen.empty() && at <= TimeOf(record.seen.front());
  record.seen.Add({.id_hash = base::Hash64(id),
                   .at_s = SecondsRoundedUp(work.now()),
                   .payload_hash = static_cast<std::uint16_t>(payload_hash)});
  TrimSeen(work.limits(), work.now(), record);
  return result;
}

// Apart from all ids of events.
std::string SeenIdOf(const FeedbackInput& feedback) {
  return absl::StrCat("feedback\x1f", feedback.id);
}

}  // namespace

std::optional<InputResult> Recognise(const FeedbackInput& feedback, const Record& record) {
  return FindSeen(SeenIdOf(feedback), feedback.payload_hash, record);
}

std::optional<InputResult> Recognise(const EventInput& event, const Record& record) {
  return FindSeen(event.id, event.payload_hash, record);
}

InputResult TakeIn(const EventInput& event, Work& work) {
  InputResult result = TakeInId(event.id, event.payload_hash, event.at, work);
  if (!result.status.ok() || result.duplicate) return result;
  Record& record = work.record();
  ++record.events_total;
  record.last_event_at = std::max(record.last_event_at, event.at);
  if (event.name == work.policy().soft_opt_in.event) {
    record.last_purchase_at = std::max(record.last_purchase_at, event.at);
  }
  CountEvent(event, work);
  return result;
}

InputResult TakeIn(const EnterInput& request, Work& work) {
  // No event's id has a control character in it, so that the two kinds never meet.
  return TakeInId(absl::StrCat("enter\x1f", request.journey, "\x1f", request.request_id),
                  request.payload_hash, work.now(), work);
}

InputResult TakeIn(const FeedbackInput& feedback, Work& work) {
  return TakeInId(SeenIdOf(feedback), feedback.payload_hash, feedback.at, work);
}

void CountEvent(const EventInput& event, Work& work) {
  if (!work.catalog().Counts(event.name)) return;
  customer::NoteEvent(event.name, event.at, SummedValues(event, work.catalog()), work.limits(),
                      &work.record());
}

void RememberResult(const InputResult& result, Work& work) {
  work.record().seen.SetRunsEntered(static_cast<std::uint16_t>(result.runs_entered));
}

}  // namespace usher::journey
