#include "backtest/case_story.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "base/json.h"
#include "journey/send_id.h"

namespace usher::backtest {
namespace {

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

Story::Story(const CaseFile& file, int index, Script script)
    : file_(file),
      test_(file.test.cases(index)),
      script_(std::move(script)),
      asleep_(Paused(file.journeys.catalog)) {}

CaseRun Story::Run() {
  log_.parts.emplace_back();
  // Room for all, so that groups may point at events while more are added.
  log_.parts[0].reserve(script_.happenings.size());
  log_.texts.push_back(std::make_unique<TextStore>());
  for (const Happening& happening : script_.happenings) {
    if (happening.act != InboxAct::kNone) {
      AddInInbox(happening);
    } else if (happening.name.empty()) {
      AddTold(happening);
    } else {
      Add(happening);
    }
  }
  return Replay(script_.end);
}

void Story::Add(const Happening& happening) {
  base::Value properties = happening.properties;
  if (!happening.of.empty()) {
    properties.Set("send_id", base::Value(journey::SendIdText(LastSend(happening, "of"))));
  }
  PastEvent past;
  past.id = Keep(happening.id);
  past.name = NameOf(happening.name);
  past.properties = Keep(base::ToJson(properties));
  past.payload_hash = static_cast<std::uint32_t>(base::Hash64(past.properties));
  if (!happening.was.empty()) past.visitor = PersonOf(base::CustomerId::Anonymous(happening.was));
  if (happening.time != happening.at) {
    log_.late.push_back({absl::ToUnixMillis(happening.time), past.name, past.payload_hash});
    past.name = kLate;
    past.payload_hash = static_cast<std::uint32_t>(log_.late.size() - 1);
  }
  Append(past, happening);
}

void Story::AddTold(const Happening& happening) {
  PastEvent past;
  past.id = "told";
  past.name = kToldOf;
  past.payload_hash = static_cast<std::uint32_t>(log_.told.size());
  log_.told.push_back(happening.told);
  Append(past, happening);
}

void Story::AddInInbox(const Happening& happening) {
  const bool dismissed = happening.act == InboxAct::kDismissed;
  PastEvent past;
  past.id = "in the inbox";
  past.name = kInInbox;
  past.payload_hash = static_cast<std::uint32_t>(log_.inbox.size());
  log_.inbox.push_back({{LastSend(happening, dismissed ? "dismissed" : "seen")}, dismissed});
  Append(past, happening);
}

void Story::Append(PastEvent event, const Happening& happening) {
  event.time_ms = absl::ToUnixMillis(happening.at);
  event.person = PersonOf(happening.who);
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

std::uint64_t Story::LastSend(const Happening& happening, absl::string_view field) {
  // What was sent by then does not depend on what comes later.
  const CaseRun so_far = log_.count > 0 ? Replay(happening.at) : CaseRun();
  for (auto message = so_far.messages.rbegin(); message != so_far.messages.rend(); ++message) {
    if (message->step == happening.of) return message->send_id;
  }
  faults_.push_back(FaultAt(file_, absl::StrCat(happening.field, ".", field),
                            absl::StrCat("step \"", happening.of, "\" has sent nothing by then")));
  return 0;
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
                    script_.clock.start,
                    to,
                    {},
                    [this](const journey::Message& message) { return AttemptOf(message); },
                    file_.test.inbox()};
  Profiles profiles;
  for (const base::CustomerId& person : log_.people) {
    const bool of_the_case = !person.anonymous() && person.name() == script_.customer;
    profiles.push_back(of_the_case          ? &script_.profile
                       : person.anonymous() ? nullptr
                                            : &script_.strangers);
  }
  CaseRun run;
  run.clock = script_.clock;
  run.customer = script_.customer;
  const Groups groups(log_, 1, AddressTies(log_, profiles, *file_.policy));
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const Group group = groups[i];
    std::vector<std::string> names;
    for (const std::uint32_t person : group.people) {
      names.emplace_back(log_.people[person].name());
    }
    StoryObserver observer(std::move(names), script_.clock.zone);
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

}  // namespace usher::backtest
