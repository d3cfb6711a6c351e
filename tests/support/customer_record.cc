#include "tests/support/customer_record.h"

#include <random>
#include <string>

namespace usher::support {
namespace {

// Makes values of every kind; each call draws anew.
class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(seed) {}

  std::uint64_t Number() { return random_(); }
  std::uint32_t Small() { return static_cast<std::uint32_t>(random_()); }
  std::int64_t Signed() { return static_cast<std::int64_t>(random_()); }
  std::size_t UpTo(std::size_t most) { return random_() % (most + 1); }
  bool Flag() { return random_() % 2 == 0; }

  // Any bytes at all, not only UTF-8.
  std::string Text() {
    std::string text(UpTo(12), '\0');
    for (char& c : text) c = static_cast<char>(random_());
    return text;
  }

  absl::Time Time() {
    switch (random_() % 8) {
      case 0:
        return absl::InfiniteFuture();
      case 1:
        return absl::InfinitePast();
      case 2:
        return absl::UnixEpoch();
      default:
        return absl::FromUnixMillis(static_cast<std::int64_t>(random_() % 4'000'000'000'000) -
                                    1'000'000'000'000);
    }
  }

  customer::Channel AnyChannel() { return static_cast<customer::Channel>(random_() % 8); }

  base::Value Datum(int depth) {
    switch (random_() % (depth > 0 ? 7 : 5)) {
      case 0:
        return base::Value();
      case 1:
        return base::Value(Flag());
      case 2:
        return base::Value(static_cast<std::int64_t>(random_()));
      case 3:
        return base::Value(std::uniform_real_distribution<double>(-1e9, 1e9)(random_));
      case 4:
        return base::Value(Text());
      case 5: {
        base::Value::List list;
        for (std::size_t i = UpTo(3); i > 0; --i) list.push_back(Datum(depth - 1));
        return base::Value(std::move(list));
      }
      default:
        return base::Value(Members(depth - 1));
    }
  }

  base::Value::Map Members(int depth) {
    base::Value::Map map;
    for (std::size_t i = 0; i < 3; ++i) {
      map.emplace_back(std::to_string(i) + Text(), Datum(depth));
    }
    return map;
  }

 private:
  std::mt19937_64 random_;
};

customer::Profile AnyProfile(Maker& make) {
  customer::Profile profile{.attributes = make.Members(3),
                            .locale = make.Text(),
                            .time_zone = make.Text(),
                            .country = make.Text(),
                            .addresses = {},
                            .consents = {},
                            .audiences = {}};
  profile.addresses.push_back({make.AnyChannel(), make.Text(), make.Flag()});
  profile.addresses.push_back({make.AnyChannel(), make.Text(), make.Flag()});
  profile.consents.push_back(
      {make.AnyChannel(), make.Text(), make.Flag(), make.Time(), make.Text()});
  profile.audiences.push_back({make.Text(), make.Time()});
  return profile;
}

customer::Run AnyRun(Maker& make) {
  customer::Run run{
      .id = make.Number(),
      .journey = make.Text(),
      .version = make.Number(),
      .key = make.Text(),
      .entered_at = make.Time(),
      .phase = make.Flag() ? customer::RunPhase::kAtStep : customer::RunPhase::kWatching,
      .step = make.Small(),
      .waiting = make.Flag(),
      .held_out = make.Flag(),
      .due = make.Time(),
      .wait_from = make.Time(),
      .event = make.Datum(3),
      .visits = {},
      .sent = {},
      .arms = {}};
  run.visits = {{make.Small(), make.Small()}, {make.Small(), make.Small()}};
  run.sent = {{make.Small(), make.Number()}};
  run.arms = {{make.Small(), make.Text()}};
  return run;
}

customer::PendingSend AnySend(Maker& make) {
  return {.id = make.Number(),
          .run_id = make.Number(),
          .journey = make.Text(),
          .version = make.Number(),
          .key = make.Text(),
          .step = make.Small(),
          .phase = make.Flag() ? customer::SendPhase::kWanted : customer::SendPhase::kGranted,
          .candidate = make.Small(),
          .attempts = make.Small(),
          .failures = make.Small(),
          .maybe_sent = make.Flag(),
          .gateway = make.Number(),
          .provider = make.Number(),
          .created_at = make.Time(),
          .expire_at = make.Time(),
          .retry_at = make.Time(),
          .granted_at = make.Time(),
          .lease_until = make.Time(),
          .held_by = make.Text(),
          .withdraws = make.Number(),
          .order = {make.AnyChannel(), make.AnyChannel()}};
}

customer::InboxMessage AnyInboxMessage(Maker& make) {
  return {.send_id = make.Number(),
          .journey = make.Text(),
          .step = make.Text(),
          .key = make.Text(),
          .category = make.Text(),
          .sent_at = make.Time(),
          .expire_at = make.Time(),
          .seen_at = make.Time(),
          .content = {{make.Text(), make.Text()}, {make.Text(), make.Text()}}};
}

customer::Decision AnyDecision(Maker& make) {
  return {.at = make.Time(),
          .kind = customer::DecisionKind::kCapped,
          .journey = make.Text(),
          .key = make.Text(),
          .step = make.Text(),
          .channel = make.AnyChannel(),
          .send_id = make.Number(),
          .detail = make.Text(),
          .count = make.Small(),
          .limit = make.Small(),
          .until = make.Time()};
}

}  // namespace

customer::Record FullRecord(std::uint64_t seed) {
  Maker make(seed);
  customer::Record record;
  record.created_at = make.Time();
  record.last_at = make.Time();
  record.last_event_at = make.Time();
  record.last_purchase_at = make.Time();
  record.events_total = make.Number();
  record.forgot_events = make.Flag();
  record.blocked_until = make.Time();
  record.merged_into = make.Text();
  record.profile = AnyProfile(make);
  for (std::size_t i = 0; i < 3; ++i) {
    record.seen.Add({make.Number(), make.Small(), static_cast<std::uint16_t>(make.Small()),
                     static_cast<std::uint16_t>(make.Small())});
    record.histories.push_back({make.Text(), {make.Time(), make.Time(), make.Time()}});
    for (std::size_t property = 0; property < i; ++property) {
      record.histories.back().values.push_back({make.Text(), {make.Signed(), 0, make.Signed()}});
    }
    record.contacts.push_back({make.Time(), make.AnyChannel(), make.Text(), make.Number(),
                               make.Text(), make.Number(), make.Flag()});
    record.runs.push_back(AnyRun(make));
    record.sends.push_back(AnySend(make));
    record.inbox.push_back(AnyInboxMessage(make));
    record.marks.push_back({make.Text(), make.Number(), make.Time(), make.Small(), make.Time()});
    record.dates.push_back({make.Text(), make.Number(), make.Time()});
    record.decisions.push_back(AnyDecision(make));
    record.pending_merges.push_back(make.Text());
    record.merged_visitors.push_back(make.Number());
    record.merge_events.push_back(
        {make.Text(), make.Time(), make.Datum(3), {make.Number(), make.Number()}});
    record.replies.push_back({make.Number(), make.AnyChannel(), make.Text(), make.Text(),
                              make.Text(), make.Number(), make.Number(), make.Time(), make.Time(),
                              make.Small()});
    record.written_to.push_back(make.Text());
  }
  record.conversation = {make.Time(), make.Time()};
  record.decisions_truncated = make.Flag();
  return record;
}

customer::Record DueRecord(absl::Time due) {
  customer::Record record;
  record.created_at = absl::FromUnixMillis(1);
  record.events_total = 1;
  if (due != absl::InfiniteFuture()) {
    customer::Run run;
    run.journey = "welcome";
    run.due = due;
    record.runs.push_back(run);
  }
  return record;
}

}  // namespace usher::support
