#include "tests/support/journey_fixture.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

#include "base/hash.h"
#include "base/json.h"
#include "channel/decide.h"
#include "customer/channel.h"
#include "journey/advance.h"
#include "journey/date_watch.h"
#include "journey/enquire.h"
#include "journey/explain.h"
#include "journey/sending.h"
#include "journey/work.h"
#include "yaml/load.h"

namespace usher::support {

using journey::AttemptResult;
using journey::Input;
using journey::InputResult;
using journey::Message;

namespace {

constexpr absl::Duration kLease = absl::Seconds(20);

std::string List(const std::vector<journey::Problem>& problems) {
  return absl::StrJoin(problems, "\n", [](std::string* out, const journey::Problem& problem) {
    absl::StrAppend(out, problem.path, "@", problem.offset, ": ", problem.message);
  });
}

}  // namespace

v1::Journey ParseJourney(absl::string_view yaml) {
  v1::Journey journey;
  for (const yaml::Problem& problem : yaml::Load(yaml, &journey, nullptr)) {
    ADD_FAILURE() << problem.path << ": " << problem.message;
  }
  return journey;
}

std::shared_ptr<const journey::Definition> CompileJourney(absl::string_view yaml) {
  journey::Compiled compiled = journey::Compile(ParseJourney(yaml));
  EXPECT_NE(compiled.definition, nullptr) << List(compiled.problems);
  return compiled.definition;
}

std::vector<journey::Problem> ProblemsOf(absl::string_view yaml) {
  return journey::Compile(ParseJourney(yaml)).problems;
}

base::Value Json(absl::string_view json) {
  auto value = base::ParseJson(json);
  EXPECT_TRUE(value.ok()) << json << ": " << value.status();
  return value.ok() ? *std::move(value) : base::Value();
}

absl::Time At(absl::string_view time) {
  absl::Time at;
  std::string error;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M:%E*S", std::string(time), &at, &error)) << error;
  return at;
}

channel::Policy OpenPolicy() { return channel::Policy(); }

JourneyWalk::JourneyWalk(absl::string_view yaml) {
  provider = [](const Message&) { return AttemptResult::kSent; };
  if (!yaml.empty()) Apply(yaml);
  journey::ProfileInput profile;
  profile.addresses = {{customer::Channel::kPush, "device"},
                       {customer::Channel::kSms, "+43 1"},
                       {customer::Channel::kEmail, "ada@example.org"}};
  profile.consents = {{customer::Channel::kNone, "", true, {}, "test"}};
  Give(profile);
  record.decisions.clear();
}

void JourneyWalk::Apply(absl::string_view yaml) {
  const auto definition = CompileJourney(yaml);
  if (definition == nullptr) return;
  journey::CatalogEntry& entry = entries_[definition->name];
  entry.current = definition;
  entry.versions[definition->version] = definition;
  catalog_ = std::make_shared<journey::Catalog>(entries_);
}

void JourneyWalk::Migrate(const std::string& journey) {
  journey::CatalogEntry& entry = entries_.at(journey);
  for (const auto& [version, definition] : entry.versions) {
    if (definition != entry.current) entry.migrations[version] = entry.current->version;
  }
  catalog_ = std::make_shared<journey::Catalog>(entries_);
}

void JourneyWalk::SetStatus(const std::string& journey, journey::JourneyStatus status) {
  entries_.at(journey).status = status;
  catalog_ = std::make_shared<journey::Catalog>(entries_);
}

bool JourneyWalk::MissesDates() const {
  journey::Transition transition{record, {}};
  const bool misses = journey::MissesDates({*catalog_, policy, limits}, customer, now, &transition);
  EXPECT_EQ(transition.record, record);
  return misses;
}

std::vector<InputResult> JourneyWalk::Give(const std::vector<Input>& inputs) {
  std::vector<InputResult> results;
  std::deque<Message> outbox;
  const auto give = [&](const std::vector<Input>& batch, std::vector<InputResult>* answers) {
    for (Message& message : Transit(batch, answers)) outbox.push_back(std::move(message));
  };
  give(inputs, &results);
  while (!outbox.empty()) {
    const Message message = std::move(outbox.front());
    outbox.pop_front();
    messages.push_back(message);
    if (const auto result = provider(message)) {
      std::vector<InputResult> ignored;
      give({journey::OutcomeInput{.send_id = message.send_id,
                                  .attempt = message.attempt,
                                  .result = *result,
                                  .detail = "as planned",
                                  .retry_after = retry_after,
                                  .address = {message.channel, message.address}}},
           &ignored);
    }
  }
  return results;
}

// As the journey actor's Decide(), Ask() and Dispatch().
std::vector<Message> JourneyWalk::Transit(const std::vector<Input>& inputs,
                                          std::vector<InputResult>* results) {
  ++commits;
  const journey::Surroundings surroundings{*catalog_, policy,    limits,
                                           nullptr,   reactions, hands_over};
  journey::Transition transition{record, {}};
  const absl::Time at = std::max(now, record.last_at);
  for (const Input& input : inputs) {
    results->push_back(journey::Advance(surroundings, customer, input, at, &transition));
  }
  const bool applied = std::any_of(results->begin(), results->end(), [](const InputResult& result) {
    return result.status.ok() && !result.duplicate && result.forward_to.empty();
  });
  // Or a walk over all customers would wake this one again and again.
  if (applied) {
    journey::Transition after{transition.record, {}};
    EXPECT_FALSE(journey::MissesDates(surroundings, customer, at, &after));
  }
  journey::SendRound round;
  std::vector<std::uint64_t> granted;
  while (true) {
    journey::Work work(surroundings, customer, at, &transition);
    const auto question = journey::NextQuestion(&round, work);
    if (!question) break;
    if (question->kind == journey::Question::Kind::kFate) {
      const auto send =
          std::find_if(transition.record.sends.begin(), transition.record.sends.end(),
                       [&](const auto& pending) { return pending.id == question->send_id; });
      journey::Advance(surroundings, customer,
                       journey::OutcomeInput{send->id, send->attempts, fate, "asked"}, at,
                       &transition);
      continue;
    }
    const channel::Enquiry enquiry = journey::MakeEnquiry(*question, absl::UTCTimeZone(), work);
    channel::Verdict verdict = channel::Decide(policy, enquiry.View(), limits);
    if (const auto judged = judge ? judge(enquiry) : std::nullopt) verdict = *judged;
    if (verdict.granted()) granted.push_back(question->send_id);
    journey::ApplyVerdict(*question, verdict, {1, provider_instance, at + kLease}, &round, work);
  }
  record = std::move(transition.record);
  handed_over.insert(handed_over.end(), transition.replies.begin(), transition.replies.end());
  for (const customer::StatDelta& stat : transition.stats) stats[stat.counter] += stat.delta;
  std::vector<Message> outbox;
  for (const std::uint64_t id : granted) {
    for (const customer::PendingSend& send : record.sends) {
      if (send.id != id || send.phase != customer::SendPhase::kGranted) continue;
      auto message = journey::Compose(*catalog_, customer, record, send, absl::UTCTimeZone());
      EXPECT_TRUE(message.ok()) << message.status();
      if (message.ok()) outbox.push_back(*std::move(message));
    }
  }
  return outbox;
}

journey::EventInput JourneyWalk::Event(const std::string& name, absl::string_view json) {
  journey::EventInput event;
  event.id = absl::StrCat("e", ++events_);
  event.name = name;
  event.at = now;
  event.properties = Json(json);
  event.payload_hash = static_cast<std::uint32_t>(base::HashFields({name, json}));
  return event;
}

InputResult JourneyWalk::Happen(const std::string& name, absl::string_view json) {
  return Give(Event(name, json));
}

void JourneyWalk::Pass(absl::Duration span) {
  const absl::Time end = now + span;
  for (int wakes = 0; customer::EarliestDue(record) <= end; ++wakes) {
    ASSERT_LT(wakes, 10'000) << "woken for ever";
    now = std::max(now, customer::EarliestDue(record));
    Give(journey::WakeInput{});
  }
  now = end;
}

void JourneyWalk::Sleep(absl::Duration span) {
  now += span;
  Give(journey::WakeInput{});
}

const customer::Run& JourneyWalk::run() const {
  static const customer::Run kNone;
  EXPECT_EQ(record.runs.size(), 1u);
  return record.runs.size() == 1 ? record.runs[0] : kNone;
}

std::string JourneyWalk::step() const {
  const auto* definition = catalog_->FindVersion(run().journey, run().version);
  return definition == nullptr ? "" : std::string(journey::StepId(*definition, run().step));
}

std::string JourneyWalk::Said() const {
  return absl::StrJoin(record.decisions, " ", [](std::string* out, const auto& decision) {
    absl::StrAppend(out, journey::WhatOf(decision.kind), decision.detail.empty() ? "" : ":",
                    decision.detail);
  });
}

customer::Decision JourneyWalk::Last(customer::DecisionKind kind) const {
  for (auto it = record.decisions.rbegin(); it != record.decisions.rend(); ++it) {
    if (it->kind == kind) return *it;
  }
  ADD_FAILURE() << "no " << journey::WhatOf(kind) << " in: " << Said();
  return {};
}

std::string JourneyWalk::SentOn() const {
  return absl::StrJoin(messages, " ", [](std::string* out, const Message& message) {
    absl::StrAppend(out, customer::ChannelName(message.channel));
  });
}

std::int64_t JourneyWalk::Stat(const std::string& counter) const {
  const auto found = stats.find(counter);
  return found == stats.end() ? 0 : found->second;
}

}  // namespace usher::support
