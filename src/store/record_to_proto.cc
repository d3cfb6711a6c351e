#include <cstdint>
#include <vector>

#include "store/record_proto.h"
#include "store/stored_time.h"
#include "store/value_proto.h"

namespace usher::store {
namespace {

// Distances wrap around, so that even the infinities come back from them.
class Deltas {
 public:
  std::int64_t Next(absl::Time time) {
    const auto ms = static_cast<std::uint64_t>(ToMs(time));
    const std::uint64_t delta = ms - previous_;
    previous_ = ms;
    return static_cast<std::int64_t>(delta);
  }

 private:
  std::uint64_t previous_ = 0;
};

void Put(const customer::Profile& profile, v1::Profile* out) {
  if (!profile.attributes.empty()) ToProto(profile.attributes, out->mutable_attributes());
  out->set_locale(profile.locale);
  out->set_time_zone(profile.time_zone);
  out->set_country(profile.country);
  for (const customer::Address& address : profile.addresses) {
    v1::Address* stored = out->add_addresses();
    stored->set_channel(static_cast<std::uint32_t>(address.channel));
    stored->set_address(address.address);
  }
  for (const customer::Consent& consent : profile.consents) {
    v1::Consent* stored = out->add_consents();
    stored->set_channel(static_cast<std::uint32_t>(consent.channel));
    stored->set_category(consent.category);
    stored->set_granted(consent.granted);
    stored->set_at_ms(ToMs(consent.at));
    stored->set_source(consent.source);
  }
}

void Put(const std::vector<customer::SeenEvent>& seen, v1::SeenEvents* out) {
  Deltas deltas;
  for (const customer::SeenEvent& event : seen) {
    out->add_id_hash(event.id_hash);
    out->add_payload_hash(event.payload_hash);
    out->add_runs_entered(event.runs_entered);
    out->add_at_delta_ms(deltas.Next(event.at));
  }
}

void Put(const customer::EventHistory& history, v1::EventHistory* out) {
  out->set_name(history.name);
  Deltas deltas;
  for (const absl::Time at : history.times) out->add_at_delta_ms(deltas.Next(at));
}

void Put(const customer::Contact& contact, v1::Contact* out) {
  out->set_at_ms(ToMs(contact.at));
  out->set_channel(static_cast<std::uint32_t>(contact.channel));
  out->set_category(contact.category);
  out->set_send_id(contact.send_id);
}

void Put(const customer::Run& run, v1::Run* out) {
  out->set_id(run.id);
  out->set_journey(run.journey);
  out->set_version(run.version);
  out->set_key(run.key);
  out->set_entered_at_ms(ToMs(run.entered_at));
  out->set_phase(static_cast<std::uint32_t>(run.phase));
  out->set_step(run.step);
  out->set_waiting(run.waiting);
  out->set_held_out(run.held_out);
  if (run.due != absl::InfiniteFuture()) out->set_due_ms(ToMs(run.due));
  if (!run.event.is_null()) ToProto(run.event, out->mutable_event());
  for (const customer::StepVisits& visits : run.visits) {
    out->add_visits(visits.step);
    out->add_visits(visits.visits);
  }
  for (const customer::SentMessage& sent : run.sent) {
    out->add_sent_steps(sent.step);
    out->add_sent_ids(sent.send_id);
  }
}

void Put(const customer::PendingSend& send, v1::PendingSend* out) {
  out->set_id(send.id);
  out->set_run_id(send.run_id);
  out->set_step(send.step);
  out->set_phase(static_cast<std::uint32_t>(send.phase));
  out->set_journey(send.journey);
  out->set_version(send.version);
  out->set_key(send.key);
  out->set_candidate(send.candidate);
  out->set_attempts(send.attempts);
  out->set_gateway(send.gateway);
  out->set_provider(send.provider);
  out->set_created_at_ms(ToMs(send.created_at));
  out->set_expire_at_ms(ToMs(send.expire_at));
  out->set_retry_at_ms(ToMs(send.retry_at));
  out->set_granted_at_ms(ToMs(send.granted_at));
  out->set_lease_until_ms(ToMs(send.lease_until));
  out->set_held_by(send.held_by);
}

void Put(const customer::EntryMark& mark, v1::EntryMark* out) {
  out->set_journey(mark.journey);
  out->set_key_hash(mark.key_hash);
  out->set_last_entered_at_ms(ToMs(mark.last_entered_at));
  out->set_entries(mark.entries);
}

void Put(const customer::Decision& decision, v1::Decision* out) {
  out->set_at_ms(ToMs(decision.at));
  out->set_kind(static_cast<std::uint32_t>(decision.kind));
  out->set_journey(decision.journey);
  out->set_key(decision.key);
  out->set_step(decision.step);
  out->set_channel(static_cast<std::uint32_t>(decision.channel));
  out->set_send_id(decision.send_id);
  out->set_detail(decision.detail);
  out->set_count(decision.count);
  out->set_limit(decision.limit);
  if (decision.until != absl::InfinitePast()) out->set_until_ms(ToMs(decision.until));
}

}  // namespace

void ToProto(const customer::Record& record, v1::Record* out) {
  out->set_created_at_ms(ToMs(record.created_at));
  out->set_last_at_ms(ToMs(record.last_at));
  out->set_last_event_at_ms(ToMs(record.last_event_at));
  out->set_events_total(record.events_total);
  out->set_forgot_events(record.forgot_events);
  out->set_blocked_until_ms(ToMs(record.blocked_until));
  out->set_merged_into(record.merged_into);
  if (record.profile != customer::Profile{}) Put(record.profile, out->mutable_profile());
  if (!record.seen.empty()) Put(record.seen, out->mutable_seen());
  for (const auto& history : record.histories) Put(history, out->add_histories());
  for (const auto& contact : record.contacts) Put(contact, out->add_contacts());
  for (const auto& run : record.runs) Put(run, out->add_runs());
  for (const auto& send : record.sends) Put(send, out->add_sends());
  for (const auto& mark : record.marks) Put(mark, out->add_marks());
  for (const auto& decision : record.decisions) Put(decision, out->add_decisions());
  out->set_decisions_truncated(record.decisions_truncated);
  for (const auto& visitor : record.pending_merges) out->add_pending_merges(visitor);
  for (const std::uint64_t visitor : record.merged_visitors) out->add_merged_visitors(visitor);
}

}  // namespace usher::store
