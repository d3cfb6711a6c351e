#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"

#include "store/record_proto.h"
#include "store/seen_codec.h"
#include "store/stored_time.h"
#include "store/value_proto.h"

namespace usher::store {
namespace {

constexpr customer::Channel kLastChannel = customer::kAllChannels.back();

// The inverse of the distances that are stored.
class Sums {
 public:
  explicit Sums(std::uint64_t from_ms) : sum_(from_ms) {}

  absl::Time Next(std::int64_t delta) {
    sum_ += static_cast<std::uint64_t>(delta);
    return FromMs(static_cast<std::int64_t>(sum_));
  }

 private:
  std::uint64_t sum_;
};

// Turns messages into records, and remembers whether anything in them made no sense.
class Reader {
 public:
  explicit Reader(const v1::Record& stored)
      : stored_(stored), last_at_ms_(static_cast<std::uint64_t>(stored.last_at_ms())) {}

  // `archived` comes before the event ids in the record.
  customer::Record Read(std::vector<customer::SeenEvent> archived);
  const absl::Status& status() const { return status_; }

 private:
  template <class Enum>
  Enum ReadEnum(std::uint32_t number, Enum last, const char* what);
  customer::Channel ReadChannel(std::uint32_t number) {
    return ReadEnum(number, kLastChannel, "an unknown channel");
  }
  void Fail(const char* what) { status_.Update(absl::DataLossError(what)); }
  std::string ReadText(std::uint32_t number);
  absl::Time ReadDelta(std::int64_t delta) const { return Sums(last_at_ms_).Next(delta); }

  customer::Profile Read(const v1::Profile& stored);
  customer::EventHistory Read(const v1::EventHistory& stored);
  customer::Contact Read(const v1::Contact& stored);
  customer::Run Read(const v1::Run& stored);
  customer::PendingSend Read(const v1::PendingSend& stored);
  customer::InboxMessage Read(const v1::InboxMessage& stored);
  customer::EntryMark Read(const v1::EntryMark& stored);
  customer::DateWatch Read(const v1::DateWatch& stored);
  customer::Decision Read(const v1::Decision& stored);
  customer::Reply Read(const v1::Reply& stored);
  customer::MergeEvent Read(const v1::MergeEvent& stored);

  template <class Stored, class T>
  void ReadAll(const Stored& stored, std::vector<T>* out) {
    out->reserve(static_cast<std::size_t>(stored.size()));
    for (const auto& item : stored) out->push_back(Read(item));
  }

  const v1::Record& stored_;
  const std::uint64_t last_at_ms_;
  absl::Status status_;
};

std::string Reader::ReadText(std::uint32_t number) {
  if (number == 0) return "";
  if (number > static_cast<std::uint32_t>(stored_.texts_size())) {
    Fail("a text is missing");
    return "";
  }
  return stored_.texts(static_cast<int>(number - 1));
}

template <class Enum>
Enum Reader::ReadEnum(std::uint32_t number, Enum last, const char* what) {
  if (number > static_cast<std::uint32_t>(last)) {
    Fail(what);
    return Enum{};
  }
  return static_cast<Enum>(number);
}

customer::Profile Reader::Read(const v1::Profile& stored) {
  customer::Profile profile;
  absl::StatusOr<base::Value::Map> attributes = FromProto(stored.attributes());
  if (attributes.ok()) profile.attributes = *std::move(attributes);
  status_.Update(attributes.status());
  profile.locale = stored.locale();
  profile.time_zone = stored.time_zone();
  profile.country = stored.country();
  for (const v1::Address& address : stored.addresses()) {
    profile.addresses.push_back(
        {ReadChannel(address.channel()), address.address(), address.dead()});
  }
  for (const v1::Consent& consent : stored.consents()) {
    profile.consents.push_back({ReadChannel(consent.channel()), consent.category(),
                                consent.granted(), FromMs(consent.at_ms()), consent.source()});
  }
  for (const v1::Membership& membership : stored.audiences()) {
    profile.audiences.push_back({membership.audience(), FromMs(membership.since_ms())});
  }
  return profile;
}

customer::EventHistory Reader::Read(const v1::EventHistory& stored) {
  customer::EventHistory history;
  history.name = ReadText(stored.name_text());
  history.times.reserve(static_cast<std::size_t>(stored.at_delta_ms_size()));
  Sums times(last_at_ms_);
  for (const std::int64_t delta : stored.at_delta_ms()) history.times.push_back(times.Next(delta));
  for (const v1::EventHistory::Values& values : stored.values()) {
    if (values.millionths_size() != stored.at_delta_ms_size()) {
      Fail("values of events are not as many as their times");
      return history;
    }
    history.values.push_back({ReadText(values.property_text()),
                              {values.millionths().begin(), values.millionths().end()}});
  }
  return history;
}

customer::Contact Reader::Read(const v1::Contact& stored) {
  return {ReadDelta(stored.at_delta_ms()),
          ReadChannel(stored.channel()),
          ReadText(stored.category_text()),
          stored.send_id(),
          ReadText(stored.journey_text()),
          stored.content(),
          stored.reacted()};
}

customer::Run Reader::Read(const v1::Run& stored) {
  customer::Run run;
  run.id = stored.id();
  run.journey = ReadText(stored.journey_text());
  run.version = stored.version();
  run.key = ReadText(stored.key_text());
  run.entered_at = ReadDelta(stored.entered_at_delta_ms());
  run.phase = ReadEnum(stored.phase(), customer::RunPhase::kWatching, "an unknown phase of a run");
  run.step = stored.step();
  run.waiting = stored.waiting();
  run.held_out = stored.held_out();
  run.due = stored.has_due_delta_ms() ? ReadDelta(stored.due_delta_ms()) : absl::InfiniteFuture();
  absl::StatusOr<base::Value> event = FromProto(stored.event());
  if (event.ok()) run.event = *std::move(event);
  status_.Update(event.status());
  if (stored.visits_size() % 2 != 0 || stored.sent_steps_size() != stored.sent_ids_size() ||
      stored.arms_size() % 2 != 0) {
    Fail("columns of a run are not equally long");
    return run;
  }
  for (int i = 0; i < stored.visits_size(); i += 2) {
    run.visits.push_back({stored.visits(i), stored.visits(i + 1)});
  }
  for (int i = 0; i < stored.sent_steps_size(); ++i) {
    run.sent.push_back({stored.sent_steps(i), stored.sent_ids(i)});
  }
  if (stored.has_wait_from_delta_ms()) run.wait_from = ReadDelta(stored.wait_from_delta_ms());
  for (int i = 0; i < stored.arms_size(); i += 2) {
    run.arms.push_back({stored.arms(i), ReadText(stored.arms(i + 1))});
  }
  return run;
}

customer::PendingSend Reader::Read(const v1::PendingSend& stored) {
  customer::PendingSend send;
  send.id = stored.id();
  send.run_id = stored.run_id();
  send.step = stored.step();
  send.phase =
      ReadEnum(stored.phase(), customer::SendPhase::kGranted, "an unknown phase of a message");
  send.journey = ReadText(stored.journey_text());
  send.version = stored.version();
  send.key = ReadText(stored.key_text());
  send.candidate = stored.candidate();
  send.attempts = stored.attempts();
  send.failures = stored.failures();
  send.maybe_sent = stored.maybe_sent();
  for (const std::uint32_t channel : stored.order()) send.order.push_back(ReadChannel(channel));
  send.gateway = stored.gateway();
  send.provider = stored.provider();
  send.created_at = FromMs(stored.created_at_ms());
  send.expire_at = FromMs(stored.expire_at_ms());
  send.retry_at = FromMs(stored.retry_at_ms());
  send.granted_at = FromMs(stored.granted_at_ms());
  send.lease_until = FromMs(stored.lease_until_ms());
  send.held_by = ReadText(stored.held_by_text());
  send.withdraws = stored.withdraws();
  return send;
}

customer::InboxMessage Reader::Read(const v1::InboxMessage& stored) {
  customer::InboxMessage message;
  message.send_id = stored.send_id();
  message.journey = ReadText(stored.journey_text());
  message.step = ReadText(stored.step_text());
  message.key = ReadText(stored.key_text());
  message.category = ReadText(stored.category_text());
  message.sent_at = FromMs(stored.sent_at_ms());
  message.expire_at = FromMs(stored.expire_at_ms());
  if (stored.has_seen_at_ms()) message.seen_at = FromMs(stored.seen_at_ms());
  if (stored.parts_size() != stored.part_texts_size()) {
    Fail("columns of a message are not equally long");
    return message;
  }
  for (int i = 0; i < stored.parts_size(); ++i) {
    message.content.emplace_back(ReadText(stored.part_texts(i)), stored.parts(i));
  }
  return message;
}

customer::EntryMark Reader::Read(const v1::EntryMark& stored) {
  return {ReadText(stored.journey_text()), stored.key_hash(),
          ReadDelta(stored.last_entered_at_delta_ms()), stored.entries(),
          stored.has_last_ended_at_delta_ms() ? ReadDelta(stored.last_ended_at_delta_ms())
                                              : absl::InfinitePast()};
}

customer::DateWatch Reader::Read(const v1::DateWatch& stored) {
  return {ReadText(stored.journey_text()), stored.version(), ReadDelta(stored.due_delta_ms())};
}

customer::Decision Reader::Read(const v1::Decision& stored) {
  customer::Decision decision;
  decision.at = ReadDelta(stored.at_delta_ms());
  // Kinds are appended over time; one that is not known here is kept as it is.
  if (stored.kind() > std::numeric_limits<std::uint8_t>::max()) Fail("an unknown decision");
  decision.kind = static_cast<customer::DecisionKind>(stored.kind());
  decision.journey = ReadText(stored.journey_text());
  decision.key = ReadText(stored.key_text());
  decision.step = ReadText(stored.step_text());
  decision.channel = ReadChannel(stored.channel());
  decision.send_id = stored.send_id();
  decision.detail = ReadText(stored.detail_text());
  decision.count = stored.count();
  decision.limit = stored.limit();
  decision.until =
      stored.has_until_delta_ms() ? ReadDelta(stored.until_delta_ms()) : absl::InfinitePast();
  return decision;
}

customer::MergeEvent Reader::Read(const v1::MergeEvent& stored) {
  customer::MergeEvent event;
  event.name = ReadText(stored.name_text());
  event.at = ReadDelta(stored.at_delta_ms());
  absl::StatusOr<base::Value> properties = FromProto(stored.properties());
  if (properties.ok()) event.properties = *std::move(properties);
  status_.Update(properties.status());
  event.goals.assign(stored.goals().begin(), stored.goals().end());
  return event;
}

customer::Reply Reader::Read(const v1::Reply& stored) {
  return {stored.id(),
          ReadChannel(stored.channel()),
          stored.address(),
          stored.message_id(),
          stored.text(),
          stored.send_id(),
          stored.conversation(),
          ReadDelta(stored.at_delta_ms()),
          ReadDelta(stored.retry_at_delta_ms()),
          stored.attempts()};
}

customer::Record Reader::Read(std::vector<customer::SeenEvent> archived) {
  customer::Record record;
  if (stored_.has_created_at_delta_ms()) {
    record.created_at = ReadDelta(stored_.created_at_delta_ms());
  }
  record.last_at = FromMs(stored_.last_at_ms());
  if (stored_.has_last_event_at_delta_ms()) {
    record.last_event_at = ReadDelta(stored_.last_event_at_delta_ms());
  }
  if (stored_.has_last_purchase_at_delta_ms()) {
    record.last_purchase_at = ReadDelta(stored_.last_purchase_at_delta_ms());
  }
  record.events_total = stored_.events_total();
  record.forgot_events = stored_.forgot_events();
  record.blocked_until = FromMs(stored_.blocked_until_ms());
  record.merged_into = stored_.merged_into();
  record.profile = Read(stored_.profile());
  if (!UnpackSeen(stored_.seen(), RoundedUpToSeconds(record.last_at), &archived)) {
    Fail("events seen are cut off");
  }
  record.seen = customer::SeenEvents(std::move(archived));
  ReadAll(stored_.histories(), &record.histories);
  ReadAll(stored_.contacts(), &record.contacts);
  ReadAll(stored_.runs(), &record.runs);
  ReadAll(stored_.sends(), &record.sends);
  ReadAll(stored_.inbox(), &record.inbox);
  ReadAll(stored_.marks(), &record.marks);
  ReadAll(stored_.dates(), &record.dates);
  ReadAll(stored_.decisions(), &record.decisions);
  record.decisions_truncated = stored_.decisions_truncated();
  record.pending_merges.assign(stored_.pending_merges().begin(), stored_.pending_merges().end());
  record.merged_visitors.assign(stored_.merged_visitors().begin(), stored_.merged_visitors().end());
  ReadAll(stored_.merge_events(), &record.merge_events);
  if (stored_.has_conversation()) {
    record.conversation = {ReadDelta(stored_.conversation().since_delta_ms()),
                           ReadDelta(stored_.conversation().until_delta_ms())};
  }
  ReadAll(stored_.replies(), &record.replies);
  record.written_to.assign(stored_.written_to().begin(), stored_.written_to().end());
  return record;
}

}  // namespace

messages::SeenArchive ArchiveOf(const v1::Record& stored) {
  const v1::SeenArchive& archive = stored.seen_archive();
  return {.dropped = 0,
          .live = archive.live(),
          .past = archive.past(),
          .bytes = archive.bytes(),
          .check = archive.check()};
}

absl::StatusOr<customer::Record> FromProto(const v1::Record& stored,
                                           std::vector<customer::SeenEvent> archived) {
  Reader reader(stored);
  customer::Record record = reader.Read(std::move(archived));
  if (!reader.status().ok()) return reader.status();
  return record;
}

}  // namespace usher::store
