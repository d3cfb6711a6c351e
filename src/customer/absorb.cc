#include "customer/absorb.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "base/json.h"
#include "customer/addresses.h"
#include "customer/event_history.h"
#include "customer/inbox.h"

namespace usher::customer {
namespace {

template <class T, class Same>
void AddMissing(const std::vector<T>& from, std::size_t max, Same same, std::vector<T>* to) {
  for (const T& item : from) {
    if (to->size() >= max) return;
    const bool present = std::any_of(to->begin(), to->end(),
                                     [&](const T& existing) { return same(existing, item); });
    if (!present) to->push_back(item);
  }
}

bool IsSameScope(const Consent& a, const Consent& b) {
  return a.channel == b.channel && a.category == b.category;
}

// What the customer said stays, for whoever comes as a visitor may not be the customer; only a
// withdrawal that is not older takes its place.
void AbsorbConsents(const std::vector<Consent>& from, const Limits& limits,
                    std::vector<Consent>* to) {
  for (Consent& own : *to) {
    for (const Consent& other : from) {
      if (IsSameScope(own, other) && !other.granted && other.at >= own.at) own = other;
    }
  }
  AddMissing(from, limits.consents_max, IsSameScope, to);
}

void AbsorbProfile(const Profile& from, const Limits& limits, Profile* to) {
  AddMissing(
      from.attributes, limits.attributes_max,
      [](const auto& a, const auto& b) { return a.first == b.first; }, &to->attributes);
  if (to->locale.empty()) to->locale = from.locale;
  if (to->time_zone.empty()) to->time_zone = from.time_zone;
  if (to->country.empty()) to->country = from.country;
  AddMissingAddresses(from.addresses, &to->addresses);
  AbsorbConsents(from.consents, limits, &to->consents);
  AddMissing(
      from.audiences, limits.audiences_max,
      [](const Membership& a, const Membership& b) { return a.audience == b.audience; },
      &to->audiences);
}

// An event of the visitor that is repeated is the customer's now, and has to be recognised.
void AbsorbSeen(const Record& from, Record* to) {
  to->seen.Merge(from.seen);
  to->forgot_events = to->forgot_events || from.forgot_events;
}

// Runs go on as the customer's, unless the customer is in that journey himself.
void AbsorbRuns(const Record& from, const Limits& limits, Record* to) {
  for (const Run& run : from.runs) {
    const bool in_it = std::any_of(to->runs.begin(), to->runs.end(), [&](const Run& own) {
      return own.journey == run.journey && own.key == run.key;
    });
    if (in_it || to->runs.size() >= limits.runs_max) continue;
    to->runs.push_back(run);
    for (const PendingSend& send : from.sends) {
      if (send.run_id == run.id && send.withdraws == 0) to->sends.push_back(send);
    }
  }
  // What is to be taken back needs no run any more.
  for (const PendingSend& send : from.sends) {
    if (send.withdraws != 0) to->sends.push_back(send);
  }
  AddMissing(
      from.marks, limits.marks_max,
      [](const EntryMark& a, const EntryMark& b) {
        return a.journey == b.journey && a.key_hash == b.key_hash;
      },
      &to->marks);
}

// What the visitor is shown, the customer is shown, but for messages of runs that did not become
// his: nothing would take them back.
void AbsorbInbox(const Record& from, const Limits& limits, Record* to) {
  for (const InboxMessage& message : from.inbox) {
    const bool orphan = std::any_of(from.runs.begin(), from.runs.end(), [&](const Run& run) {
      const bool sent_it = std::any_of(run.sent.begin(), run.sent.end(), [&](const auto& sent) {
        return sent.send_id == message.send_id;
      });
      return sent_it && std::none_of(to->runs.begin(), to->runs.end(),
                                     [&](const Run& own) { return own.id == run.id; });
    });
    if (!orphan) PutInInbox(message, limits, to);
  }
}

// Keys and amounts are short, and lists of products are long: the shortest members stay.
void ShortenTo(std::size_t bytes_max, base::Value* properties) {
  base::Value::Map* members = properties->mutable_map();
  if (members == nullptr || base::ToJson(*properties).size() <= bytes_max) return;
  std::vector<std::pair<std::size_t, std::size_t>> sizes;  // and where
  for (std::size_t i = 0; i < members->size(); ++i) {
    const std::size_t braces_less_comma = 1;
    sizes.emplace_back(
        base::ToJson(base::Value(base::Value::Map{(*members)[i]})).size() - braces_less_comma, i);
  }
  std::sort(sizes.begin(), sizes.end());
  std::vector<bool> stays(members->size());
  std::size_t bytes = 1;
  for (const auto& [size, place] : sizes) {
    bytes += size;
    if (bytes > bytes_max) break;
    stays[place] = true;
  }
  base::Value::Map rest;
  for (std::size_t i = 0; i < members->size(); ++i) {
    if (stays[i]) rest.push_back(std::move((*members)[i]));
  }
  *members = std::move(rest);
}

// The oldest event whose name comes up again says least; else the oldest.
std::vector<MergeEvent>::iterator LeastUseful(std::vector<MergeEvent>* events) {
  for (auto event = events->begin(); event != events->end(); ++event) {
    const bool repeated = std::any_of(event + 1, events->end(), [&](const MergeEvent& later) {
      return later.name == event->name;
    });
    if (repeated) return event;
  }
  return events->begin();
}

}  // namespace

void WantMerge(const std::string& visitor, const Limits& limits, Record* customer) {
  const std::uint64_t hash = base::Hash64(visitor);
  auto& merged = customer->merged_visitors;
  auto& pending = customer->pending_merges;
  if (std::find(merged.begin(), merged.end(), hash) != merged.end()) return;
  if (std::find(pending.begin(), pending.end(), visitor) != pending.end()) return;
  if (pending.size() < limits.merges_max) pending.push_back(visitor);
}

bool AwaitsVisitors(const Record& customer) {
  const auto& merged = customer.merged_visitors;
  return std::any_of(
      customer.pending_merges.begin(), customer.pending_merges.end(), [&](const auto& visitor) {
        return std::find(merged.begin(), merged.end(), base::Hash64(visitor)) == merged.end();
      });
}

void KeepForVisitors(MergeEvent event, const Limits& limits, Record* customer) {
  if (!AwaitsVisitors(*customer)) return;
  ShortenTo(limits.merge_event_bytes_max, &event.properties);
  auto& events = customer->merge_events;
  events.push_back(std::move(event));
  if (events.size() > limits.merge_events_max) events.erase(LeastUseful(&events));
}

bool HandOver(const std::string& customer, Record* visitor) {
  if (!visitor->merged_into.empty()) return true;
  const bool under_way =
      std::any_of(visitor->sends.begin(), visitor->sends.end(),
                  [](const PendingSend& send) { return send.phase == SendPhase::kGranted; });
  if (under_way) return false;
  visitor->merged_into = customer;
  return true;
}

bool Absorb(const std::string& visitor, const Record& left, const Limits& limits,
            Record* customer) {
  const auto& pending = customer->pending_merges;
  if (std::find(pending.begin(), pending.end(), visitor) == pending.end()) return false;
  const std::uint64_t hash = base::Hash64(visitor);
  auto& merged = customer->merged_visitors;
  if (std::find(merged.begin(), merged.end(), hash) != merged.end()) return false;
  merged.push_back(hash);
  if (merged.size() > limits.merges_max) merged.erase(merged.begin());

  AbsorbProfile(left.profile, limits, &customer->profile);
  AbsorbSeen(left, customer);
  MergeHistories(left.histories, limits, customer);
  AbsorbRuns(left, limits, customer);
  AbsorbInbox(left, limits, customer);
  customer->events_total += left.events_total;
  customer->last_event_at = std::max(customer->last_event_at, left.last_event_at);
  customer->last_purchase_at = std::max(customer->last_purchase_at, left.last_purchase_at);
  customer->contacts.insert(customer->contacts.end(), left.contacts.begin(), left.contacts.end());
  std::stable_sort(customer->contacts.begin(), customer->contacts.end(),
                   [](const Contact& a, const Contact& b) { return a.at < b.at; });
  if (left.conversation.until > customer->conversation.until) {
    customer->conversation = left.conversation;
  }
  AddMissing(
      left.replies, limits.replies_max, [](const Reply& a, const Reply& b) { return a.id == b.id; },
      &customer->replies);
  return true;
}

void FinishMerge(const std::string& visitor, Record* customer) {
  auto& pending = customer->pending_merges;
  pending.erase(std::remove(pending.begin(), pending.end(), visitor), pending.end());
}

void ForgetHandedOver(Record* visitor) {
  Record rest;
  rest.created_at = visitor->created_at;
  rest.last_at = visitor->last_at;
  rest.merged_into = visitor->merged_into;
  rest.seen = visitor->seen.Emptied();
  *visitor = std::move(rest);
}

}  // namespace usher::customer
