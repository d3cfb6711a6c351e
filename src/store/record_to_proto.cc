#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "store/record_proto.h"
#include "store/seen_codec.h"
#include "store/stored_time.h"
#include "store/value_proto.h"

namespace usher::store {
namespace {

// Distances in a column. They wrap around, so that even the infinities come back from them.
class Deltas {
 public:
  explicit Deltas(absl::Time from) : previous_(static_cast<std::uint64_t>(ToMs(from))) {}

  std::int64_t Next(absl::Time time) {
    const auto ms = static_cast<std::uint64_t>(ToMs(time));
    const std::uint64_t delta = ms - previous_;
    previous_ = ms;
    return static_cast<std::int64_t>(delta);
  }

 private:
  std::uint64_t previous_;
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
    stored->set_dead(address.dead);
  }
  for (const customer::Consent& consent : profile.consents) {
    v1::Consent* stored = out->add_consents();
    stored->set_channel(static_cast<std::uint32_t>(consent.channel));
    stored->set_category(consent.category);
    stored->set_granted(consent.granted);
    stored->set_at_ms(ToMs(consent.at));
    stored->set_source(consent.source);
  }
  for (const customer::Membership& membership : profile.audiences) {
    v1::Membership* stored = out->add_audiences();
    stored->set_audience(membership.audience);
    stored->set_since_ms(ToMs(membership.since));
  }
}

// Writes one record.
class Writer {
 public:
  Writer(const customer::Record& record, const SeenPlaces& places, v1::Record* out)
      : record_(record), places_(places), out_(*out) {}

  void Write();

 private:
  // The number that stands for `text`, which must outlive this.
  std::uint32_t Text(absl::string_view text);
  std::int64_t Delta(absl::Time time) const { return Deltas(record_.last_at).Next(time); }

  void PutSeen();
  void Put(const customer::EventHistory& history, v1::EventHistory* out);
  void Put(const customer::Contact& contact, v1::Contact* out);
  void Put(const customer::Run& run, v1::Run* out);
  void Put(const customer::PendingSend& send, v1::PendingSend* out);
  void Put(const customer::InboxMessage& message, v1::InboxMessage* out);
  void Put(const customer::EntryMark& mark, v1::EntryMark* out);
  void Put(const customer::DateWatch& date, v1::DateWatch* out);
  void Put(const customer::Decision& decision, v1::Decision* out);
  void Put(const customer::MergeEvent& event, v1::MergeEvent* out);
  void Put(const customer::Reply& reply, v1::Reply* out);

  const customer::Record& record_;
  const SeenPlaces& places_;
  v1::Record& out_;
  absl::flat_hash_map<absl::string_view, std::uint32_t> texts_;
};

std::uint32_t Writer::Text(absl::string_view text) {
  if (text.empty()) return 0;
  const auto [known, is_new] =
      texts_.try_emplace(text, static_cast<std::uint32_t>(texts_.size() + 1));
  if (is_new) out_.add_texts(text.data(), text.size());
  return known->second;
}

void Writer::Put(const customer::EventHistory& history, v1::EventHistory* out) {
  out->set_name_text(Text(history.name));
  Deltas deltas(record_.last_at);
  for (const absl::Time at : history.times) out->add_at_delta_ms(deltas.Next(at));
  for (const customer::EventValues& values : history.values) {
    v1::EventHistory::Values* stored = out->add_values();
    stored->set_property_text(Text(values.property));
    stored->mutable_millionths()->Add(values.millionths.begin(), values.millionths.end());
  }
}

void Writer::Put(const customer::Contact& contact, v1::Contact* out) {
  out->set_at_delta_ms(Delta(contact.at));
  out->set_channel(static_cast<std::uint32_t>(contact.channel));
  out->set_category_text(Text(contact.category));
  out->set_send_id(contact.send_id);
  out->set_journey_text(Text(contact.journey));
  out->set_content(contact.content);
  out->set_reacted(contact.reacted);
}

void Writer::Put(const customer::Run& run, v1::Run* out) {
  out->set_id(run.id);
  out->set_journey_text(Text(run.journey));
  out->set_version(run.version);
  out->set_key_text(Text(run.key));
  out->set_entered_at_delta_ms(Delta(run.entered_at));
  out->set_phase(static_cast<std::uint32_t>(run.phase));
  out->set_step(run.step);
  out->set_waiting(run.waiting);
  out->set_held_out(run.held_out);
  if (run.due != absl::InfiniteFuture()) out->set_due_delta_ms(Delta(run.due));
  if (!run.event.is_null()) ToProto(run.event, out->mutable_event());
  for (const customer::StepVisits& visits : run.visits) {
    out->add_visits(visits.step);
    out->add_visits(visits.visits);
  }
  for (const customer::SentMessage& sent : run.sent) {
    out->add_sent_steps(sent.step);
    out->add_sent_ids(sent.send_id);
  }
  if (run.wait_from != absl::UnixEpoch()) out->set_wait_from_delta_ms(Delta(run.wait_from));
  for (const customer::ArmTaken& taken : run.arms) {
    out->add_arms(taken.step);
    out->add_arms(Text(taken.arm));
  }
}

void Writer::Put(const customer::PendingSend& send, v1::PendingSend* out) {
  out->set_id(send.id);
  out->set_run_id(send.run_id);
  out->set_step(send.step);
  out->set_phase(static_cast<std::uint32_t>(send.phase));
  out->set_journey_text(Text(send.journey));
  out->set_version(send.version);
  out->set_key_text(Text(send.key));
  out->set_candidate(send.candidate);
  out->set_attempts(send.attempts);
  out->set_failures(send.failures);
  out->set_maybe_sent(send.maybe_sent);
  for (const customer::Channel channel : send.order) {
    out->add_order(static_cast<std::uint32_t>(channel));
  }
  out->set_gateway(send.gateway);
  out->set_provider(send.provider);
  out->set_created_at_ms(ToMs(send.created_at));
  out->set_expire_at_ms(ToMs(send.expire_at));
  out->set_retry_at_ms(ToMs(send.retry_at));
  out->set_granted_at_ms(ToMs(send.granted_at));
  out->set_lease_until_ms(ToMs(send.lease_until));
  out->set_held_by_text(Text(send.held_by));
  out->set_withdraws(send.withdraws);
}

void Writer::Put(const customer::InboxMessage& message, v1::InboxMessage* out) {
  out->set_send_id(message.send_id);
  out->set_journey_text(Text(message.journey));
  out->set_step_text(Text(message.step));
  out->set_key_text(Text(message.key));
  out->set_category_text(Text(message.category));
  out->set_sent_at_ms(ToMs(message.sent_at));
  out->set_expire_at_ms(ToMs(message.expire_at));
  if (message.seen_at != absl::InfinitePast()) out->set_seen_at_ms(ToMs(message.seen_at));
  for (const auto& [part, text] : message.content) {
    out->add_part_texts(Text(part));
    out->add_parts(text);
  }
}

void Writer::Put(const customer::EntryMark& mark, v1::EntryMark* out) {
  out->set_journey_text(Text(mark.journey));
  out->set_key_hash(mark.key_hash);
  out->set_last_entered_at_delta_ms(Delta(mark.last_entered_at));
  out->set_entries(mark.entries);
  if (mark.last_ended_at != absl::InfinitePast()) {
    out->set_last_ended_at_delta_ms(Delta(mark.last_ended_at));
  }
}

void Writer::Put(const customer::DateWatch& date, v1::DateWatch* out) {
  out->set_journey_text(Text(date.journey));
  out->set_version(date.version);
  out->set_due_delta_ms(Delta(date.due));
}

void Writer::Put(const customer::Decision& decision, v1::Decision* out) {
  out->set_at_delta_ms(Delta(decision.at));
  out->set_kind(static_cast<std::uint32_t>(decision.kind));
  out->set_journey_text(Text(decision.journey));
  out->set_key_text(Text(decision.key));
  out->set_step_text(Text(decision.step));
  out->set_channel(static_cast<std::uint32_t>(decision.channel));
  out->set_send_id(decision.send_id);
  out->set_detail_text(Text(decision.detail));
  out->set_count(decision.count);
  out->set_limit(decision.limit);
  if (decision.until != absl::InfinitePast()) out->set_until_delta_ms(Delta(decision.until));
}

void Writer::Put(const customer::MergeEvent& event, v1::MergeEvent* out) {
  out->set_name_text(Text(event.name));
  out->set_at_delta_ms(Delta(event.at));
  if (!event.properties.is_null()) ToProto(event.properties, out->mutable_properties());
  for (const std::uint64_t goal : event.goals) out->add_goals(goal);
}

void Writer::PutSeen() {
  const absl::Span<const customer::SeenEvent> all(record_.seen.data(), record_.seen.size());
  if (places_.in_record < all.size()) {
    PackSeen(all.subspan(places_.in_record), RoundedUpToSeconds(record_.last_at),
             out_.mutable_seen());
  }
  if (places_.archive.bytes == 0) return;
  v1::SeenArchive* stored = out_.mutable_seen_archive();
  stored->set_bytes(places_.archive.bytes);
  stored->set_live(places_.archive.live);
  stored->set_past(places_.archive.past);
  stored->set_check(places_.archive.check);
}

void Writer::Put(const customer::Reply& reply, v1::Reply* out) {
  out->set_id(reply.id);
  out->set_channel(static_cast<std::uint32_t>(reply.channel));
  out->set_address(reply.address);
  out->set_message_id(reply.message_id);
  out->set_text(reply.text);
  out->set_send_id(reply.send_id);
  out->set_conversation(reply.conversation);
  out->set_at_delta_ms(Delta(reply.at));
  out->set_retry_at_delta_ms(Delta(reply.retry_at));
  out->set_attempts(reply.attempts);
}

void Writer::Write() {
  out_.set_last_at_ms(ToMs(record_.last_at));
  if (record_.created_at != absl::UnixEpoch()) {
    out_.set_created_at_delta_ms(Delta(record_.created_at));
  }
  if (record_.last_event_at != absl::UnixEpoch()) {
    out_.set_last_event_at_delta_ms(Delta(record_.last_event_at));
  }
  if (record_.last_purchase_at != absl::InfinitePast()) {
    out_.set_last_purchase_at_delta_ms(Delta(record_.last_purchase_at));
  }
  out_.set_events_total(record_.events_total);
  out_.set_forgot_events(record_.forgot_events);
  out_.set_blocked_until_ms(ToMs(record_.blocked_until));
  out_.set_merged_into(record_.merged_into);
  static const customer::Profile kUnknown;
  if (record_.profile != kUnknown) store::Put(record_.profile, out_.mutable_profile());
  PutSeen();
  for (const auto& history : record_.histories) Put(history, out_.add_histories());
  for (const auto& contact : record_.contacts) Put(contact, out_.add_contacts());
  for (const auto& run : record_.runs) Put(run, out_.add_runs());
  for (const auto& send : record_.sends) Put(send, out_.add_sends());
  for (const auto& message : record_.inbox) Put(message, out_.add_inbox());
  for (const auto& mark : record_.marks) Put(mark, out_.add_marks());
  for (const auto& date : record_.dates) Put(date, out_.add_dates());
  for (const auto& decision : record_.decisions) Put(decision, out_.add_decisions());
  out_.set_decisions_truncated(record_.decisions_truncated);
  for (const auto& visitor : record_.pending_merges) out_.add_pending_merges(visitor);
  for (const std::uint64_t visitor : record_.merged_visitors) out_.add_merged_visitors(visitor);
  for (const auto& event : record_.merge_events) Put(event, out_.add_merge_events());
  if (record_.conversation != customer::Conversation()) {
    out_.mutable_conversation()->set_since_delta_ms(Delta(record_.conversation.since));
    out_.mutable_conversation()->set_until_delta_ms(Delta(record_.conversation.until));
  }
  for (const auto& reply : record_.replies) Put(reply, out_.add_replies());
  for (const auto& customer : record_.written_to) out_.add_written_to(customer);
}

}  // namespace

void ToProto(const customer::Record& record, const SeenPlaces& places, v1::Record* out) {
  Writer(record, places, out).Write();
}

}  // namespace usher::store
