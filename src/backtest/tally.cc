#include "backtest/tally.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace usher::backtest {

using customer::Decision;
using customer::DecisionKind;

void Tally::OnGroup(std::size_t people) {
  people_.clear();
  people_.resize(people);
}

void Tally::OnEvent(std::size_t, const journey::EventInput& event, absl::Time, bool is_assumed) {
  if (is_assumed) {
    ++assumed[event.name];
  } else {
    ++(event.at < from_ ? events_before : events);
  }
}

void Tally::OnAnswer(std::size_t, const journey::EventInput&, absl::Time,
                     const journey::InputResult& result) {
  if (!result.status.ok()) ++refused;
  if (result.duplicate) ++duplicates;
}

void Tally::OnTransition(std::size_t person, absl::Time, const journey::Transition& transition) {
  for (const customer::StatDelta& stat : transition.stats) {
    journeys[stat.journey].counters[stat.counter] += stat.delta;
  }
  for (const Decision& decision : transition.record.decisions) {
    OnDecision(people_[person], decision, transition);
  }
}

void Tally::OnDecision(Person& person, const Decision& decision,
                       const journey::Transition& transition) {
  switch (decision.kind) {
    case DecisionKind::kEntered:
      if (Run* before = FindRun(person, decision)) before->arms.clear();
      return;
    case DecisionKind::kSplit: {
      Run* run = FindRun(person, decision);
      if (run == nullptr) {
        person.runs.push_back({decision.journey, decision.key, {}});
        run = &person.runs.back();
      }
      const std::pair<std::string, std::string> arm(decision.step, decision.detail);
      if (std::find(run->arms.begin(), run->arms.end(), arm) != run->arms.end()) return;
      run->arms.push_back(arm);
      ++journeys[decision.journey].arms[arm].runs;
      return;
    }
    case DecisionKind::kSent:
      if (const Run* run = FindRun(person, decision)) {
        for (const auto& arm : run->arms) ++journeys[decision.journey].arms[arm].sent;
      }
      return;
    case DecisionKind::kGoal:
      OnGoal(person, decision, transition);
      return;
    case DecisionKind::kCapped:
    case DecisionKind::kQuiet:
    case DecisionKind::kGap:
      OnRefusal(person, decision);
      return;
    case DecisionKind::kHeld:
      OnHeld(person, decision);
      return;
    default:
      return;
  }
}

void Tally::OnGoal(Person& person, const Decision& decision,
                   const journey::Transition& transition) {
  const Run* run = FindRun(person, decision);
  if (run == nullptr || run->arms.empty()) return;
  // One event may be the goal of several runs of a journey; it is worth the same to each.
  std::int64_t value = 0, goals = 0;
  for (const customer::StatDelta& stat : transition.stats) {
    if (stat.journey != decision.journey) continue;
    if (stat.counter == "value") value = stat.delta;
    if (stat.counter == "goals") goals = stat.delta;
  }
  for (const auto& arm : run->arms) {
    ArmTally& tally = journeys[decision.journey].arms[arm];
    ++tally.goals;
    tally.value += goals > 0 ? value / goals : 0;
  }
}

void Tally::OnRefusal(Person& person, const Decision& decision) {
  // A message that ends for a rule's sake has no time at which it would be allowed.
  const bool final = decision.until == absl::InfinitePast();
  // The gap is a rule of its own, but a message given up for it counts as capped.
  const bool gap = decision.kind == DecisionKind::kGap || decision.detail == "minimum-gap";
  const std::pair<DecisionKind, std::string> rule(gap ? DecisionKind::kGap : decision.kind,
                                                  decision.detail);
  RuleTally& tally = rules[rule];
  ++(final ? tally.dropped : tally.refused);
  if (std::find(person.rules.begin(), person.rules.end(), rule) == person.rules.end()) {
    person.rules.push_back(rule);
    ++tally.people;
  }
}

void Tally::OnHeld(Person& person, const Decision& decision) {
  // The refusal that holds it was noted just before, with its kind.
  const auto rule = std::find_if(person.rules.rbegin(), person.rules.rend(),
                                 [&](const auto& met) { return met.second == decision.detail; });
  if (rule != person.rules.rend()) ++rules[*rule].held;
}

Tally::Run* Tally::FindRun(Person& person, const Decision& decision) {
  for (Run& run : person.runs) {
    if (run.journey == decision.journey && run.key == decision.key) return &run;
  }
  return nullptr;
}

void Tally::OnMessage(std::size_t person, const journey::Message& message, const Attempt& attempt) {
  using journey::AttemptResult;
  if (attempt.result != AttemptResult::kSent && attempt.result != AttemptResult::kUnknown) return;
  ++messages;
  ++people_[person].messages;
  if (message.at > known_until_) ++messages_after;
  sent_ms[static_cast<std::size_t>(message.channel)].push_back(absl::ToUnixMillis(message.at));
}

void Tally::OnUnwritten(std::size_t, const customer::PendingSend& send,
                        const absl::Status& status) {
  ++unwritten[absl::StrCat(send.journey, ": ", status.message())];
}

void Tally::OnMerge(std::size_t customer, std::size_t visitor) {
  Person& to = people_[customer];
  Person& from = people_[visitor];
  to.messages += from.messages;
  // What both have, the customer's stays, as with the runs themselves.
  for (Run& run : from.runs) {
    const bool own = std::any_of(to.runs.begin(), to.runs.end(), [&](const Run& other) {
      return other.journey == run.journey && other.key == run.key;
    });
    if (!own) to.runs.push_back(std::move(run));
  }
  from = Person();
}

void Tally::OnEnd(std::size_t person, const base::CustomerId&, const customer::Record& record) {
  // A visitor who became a customer is not counted twice.
  if (!record.merged_into.empty() || record.events_total == 0) return;
  ++people;
  ++people_by_messages[people_[person].messages];
}

void Tally::Add(const Tally& other) {
  for (const auto& [name, journey] : other.journeys) {
    JourneyTally& mine = journeys[name];
    for (const auto& [counter, count] : journey.counters) mine.counters[counter] += count;
    for (const auto& [arm, tally] : journey.arms) {
      ArmTally& to = mine.arms[arm];
      to.runs += tally.runs;
      to.sent += tally.sent;
      to.goals += tally.goals;
      to.value += tally.value;
    }
  }
  for (const auto& [rule, tally] : other.rules) {
    RuleTally& to = rules[rule];
    to.refused += tally.refused;
    to.held += tally.held;
    to.dropped += tally.dropped;
    to.people += tally.people;
  }
  for (const auto& [fault, count] : other.unwritten) unwritten[fault] += count;
  for (std::size_t channel = 0; channel < sent_ms.size(); ++channel) {
    sent_ms[channel].insert(sent_ms[channel].end(), other.sent_ms[channel].begin(),
                            other.sent_ms[channel].end());
  }
  for (const auto& [count, number] : other.people_by_messages) people_by_messages[count] += number;
  people += other.people;
  events += other.events;
  events_before += other.events_before;
  duplicates += other.duplicates;
  refused += other.refused;
  for (const auto& [name, count] : other.assumed) assumed[name] += count;
  messages += other.messages;
  messages_after += other.messages_after;
}

}  // namespace usher::backtest
