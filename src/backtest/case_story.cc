#include "backtest/case_story.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/util/time_util.h"

#include "backtest/case_customer.h"
#include "backtest/profile_lines.h"
#include "base/hash.h"
#include "base/json.h"
#include "channel/zone.h"
#include "journey/send_id.h"

namespace usher::backtest {
namespace {

// A Monday, at nine.
absl::Time DefaultStart() {
  return absl::FromCivil(absl::CivilSecond(2026, 3, 2, 9), absl::UTCTimeZone());
}

// Longer than any wait.
constexpr absl::Duration kTail = absl::Hours(24 * 800);

absl::Time ToTime(const google::protobuf::Timestamp& time) {
  return absl::FromUnixMillis(google::protobuf::util::TimeUtil::TimestampToMilliseconds(time));
}

// Writes down what happened and what was sent.
class StoryObserver : public TimelineObserver {
 public:
  using TimelineObserver::TimelineObserver;

  void OnMessage(std::size_t, const journey::Message& message, const Attempt& attempt) override {
    if (attempt.result == journey::AttemptResult::kSent ||
        attempt.result == journey::AttemptResult::kUnknown) {
      messages_.push_back(message);
    }
  }
  std::vector<journey::Message> TakeMessages() { return std::move(messages_); }

 private:
  std::vector<journey::Message> messages_;
};

}  // namespace

Story::Story(const CaseFile& file, int index, const v1::TestCustomer& customer, std::string id)
    : file_(file),
      test_(file.test.cases(index)),
      path_(absl::StrCat("cases[", index, "]")),
      id_(std::move(id)),
      profile_(ProfileOf(customer)),
      stranger_(ProfileOf({})),
      asleep_(Paused(file.journeys.catalog)) {
  clock_.start = test_.has_start()       ? ToTime(test_.start())
                 : file.test.has_start() ? ToTime(file.test.start())
                                         : DefaultStart();
  customer::Profile profile;
  profile.time_zone = profile_.time_zone.value_or("");
  profile.country = profile_.country.value_or("");
  channel::ZoneCache zones;
  clock_.zone = channel::CustomerZone(*file.policy, profile, zones).value_or(absl::UTCTimeZone());
  previous_ = clock_.start;
  if (auto status = CheckProfile(profile_); !status.ok()) {
    Fail(path_ + ".customer", status.message());
  }
}

absl::StatusOr<CaseRun> Story::Run() {
  log_.parts.emplace_back();
  // Room for all, so that groups may point at events while more are added.
  log_.parts[0].reserve(static_cast<std::size_t>(test_.events_size()));
  log_.texts.push_back(std::make_unique<TextStore>());
  AddEvents();
  const absl::Time until = MomentOf(test_.until(), path_ + ".until", previous_ + kTail);
  if (!faults_.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults_, "\n"));
  return Replay(test_.until().empty() ? previous_ + kTail : until);
}

void Story::AddEvents() {
  for (int i = 0; i < test_.events_size(); ++i) {
    AddEvent(test_.events(i), absl::StrCat(path_, ".events[", i, "]"), i + 1);
  }
}

void Story::AddEvent(const v1::TestEvent& event, const std::string& path, int number) {
  const absl::Time at = MomentOf(event.at(), path + ".at", previous_);
  if (at < previous_) Fail(path + ".at", "is before the one that stands before it");
  previous_ = at;
  PastEvent past;
  past.time_ms = absl::ToUnixMillis(at);
  const base::CustomerId person =
      event.visitor().empty()
          ? base::CustomerId::Known(event.customer_id().empty() ? id_ : event.customer_id())
          : base::CustomerId::Anonymous(event.visitor());
  if (event.has_customer()) {
    past.id = "told";
    past.name = kToldOf;
    past.payload_hash = static_cast<std::uint32_t>(log_.told.size());
    log_.told.push_back(ChangeOf(event.customer()));
    if (auto status = CheckProfile(log_.told.back()); !status.ok()) {
      Fail(path + ".customer", status.message());
    }
    return Append(past, person);
  }
  base::Value properties = ToValue(event.properties());
  if (!event.of().empty()) {
    properties.Set("send_id", base::Value(LastSendId(event.of(), path + ".of")));
  }
  past.id = Keep(event.id().empty() ? absl::StrCat("event-", number) : event.id());
  past.name = NameOf(event.name());
  past.properties = Keep(base::ToJson(properties));
  past.payload_hash = static_cast<std::uint32_t>(base::Hash64(past.properties));
  if (!event.was().empty()) past.visitor = PersonOf(base::CustomerId::Anonymous(event.was()));
  Append(past, person);
}

void Story::Append(PastEvent event, const base::CustomerId& person) {
  event.person = PersonOf(person);
  if (log_.count++ == 0) log_.first_ms = event.time_ms;
  log_.last_ms = event.time_ms;
  log_.parts[0].push_back(event);
}

std::uint32_t Story::PersonOf(const base::CustomerId& id) {
  const auto known = std::find(log_.people.begin(), log_.people.end(), id);
  const auto index = static_cast<std::uint32_t>(known - log_.people.begin());
  if (known == log_.people.end()) log_.people.push_back(id);
  return index;
}

std::uint32_t Story::NameOf(const std::string& name) {
  const auto known = std::find(log_.names.begin(), log_.names.end(), name);
  const auto index = static_cast<std::uint32_t>(known - log_.names.begin());
  if (known == log_.names.end()) log_.names.push_back(name);
  return index;
}

absl::string_view Story::Keep(std::string text) {
  return log_.texts[0]->emplace_back(std::move(text));
}

absl::Time Story::MomentOf(absl::string_view text, const std::string& field, absl::Time previous) {
  const auto moment = ReadMoment(text, clock_, previous);
  if (moment.ok()) return *moment;
  Fail(field, moment.status().message());
  return previous;
}

std::string Story::LastSendId(const std::string& step, const std::string& field) {
  // What was sent by then does not depend on what comes later.
  if (faults_.empty() && log_.count > 0) {
    const CaseRun so_far = Replay(previous_);
    for (auto message = so_far.messages.rbegin(); message != so_far.messages.rend(); ++message) {
      if (message->step == step) return journey::SendIdText(message->send_id);
    }
    Fail(field, absl::StrCat("step \"", step, "\" has sent nothing by then"));
  }
  return "";
}

Attempt Story::AttemptOf(const journey::Message& message) const {
  for (const v1::TestAttempt& attempt : test_.attempts()) {
    if (!attempt.step().empty() && attempt.step() != message.step) continue;
    if (attempt.channel() != v1::CHANNEL_UNSPECIFIED &&
        static_cast<customer::Channel>(attempt.channel()) != message.channel) {
      continue;
    }
    if (attempt.number() != 0 && attempt.number() != message.attempt) continue;
    switch (attempt.end()) {
      case v1::ATTEMPT_END_FAILED:
        return {journey::AttemptResult::kRejected, "as the test wants it"};
      case v1::ATTEMPT_END_TEMPORARY:
        return {journey::AttemptResult::kTemporary, "as the test wants it"};
      case v1::ATTEMPT_END_UNKNOWN:
        return {journey::AttemptResult::kUnknown, "as the test wants it"};
      default:
        return {};
    }
  }
  return {};
}

CaseRun Story::Replay(absl::Time to) {
  const World world{file_.journeys.catalog,
                    asleep_,
                    *file_.policy,
                    LimitsOfReplay(),
                    clock_.start,
                    to,
                    {},
                    [this](const journey::Message& message) { return AttemptOf(message); }};
  Profiles profiles;
  for (const base::CustomerId& person : log_.people) {
    const bool of_the_case = !person.anonymous() && person.name() == id_;
    profiles.push_back(of_the_case ? &profile_ : person.anonymous() ? nullptr : &stranger_);
  }
  CaseRun run;
  run.clock = clock_;
  run.customer = id_;
  const Groups groups(log_, 1);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const Group group = groups[i];
    std::vector<std::string> names;
    for (const std::uint32_t person : group.people) {
      names.emplace_back(log_.people[person].name());
    }
    StoryObserver observer(std::move(names), clock_.zone);
    ReplayGroup(world, log_, group, profiles, &observer);
    for (journey::Message& message : observer.TakeMessages()) {
      run.messages.push_back(std::move(message));
    }
    for (TimelineEntry& entry : observer.Take()) run.entries.push_back(std::move(entry));
  }
  const auto by_time = [](const auto& a, const auto& b) { return a.at < b.at; };
  std::stable_sort(run.messages.begin(), run.messages.end(), by_time);
  std::stable_sort(run.entries.begin(), run.entries.end(), by_time);
  return run;
}

void Story::Fail(const std::string& field, absl::string_view message) {
  faults_.push_back(FaultAt(file_, field, message));
}

}  // namespace usher::backtest
