#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"

#include "backtest/observer.h"
#include "customer/decision.h"

namespace usher::backtest {

// What became of those who took one arm of a split.
struct ArmTally {
  std::int64_t runs = 0;
  std::int64_t sent = 0;
  std::int64_t goals = 0;
  std::int64_t value = 0;  // in millionths
};

struct JourneyTally {
  // As a gateway counts them (docs/api.md).
  absl::flat_hash_map<std::string, std::int64_t> counters;
  std::map<std::pair<std::string, std::string>, ArmTally> arms;  // by step and arm
};

// How often one rule of the contact policy stood against a message.
struct RuleTally {
  std::int64_t refused = 0;  // times a channel was refused
  std::int64_t held = 0;     // times a message was held
  std::int64_t dropped = 0;  // messages that were given up
  std::int64_t people = 0;   // whom it concerned
};

// Counts what happens in many groups. For one thread; the tallies of several threads add up to the
// same whichever thread did what.
class Tally : public Observer {
 public:
  // Events before `from` are counted apart, as nothing comes of them, and so are messages after
  // `known_until`: nothing is known of what people did then.
  Tally(absl::Time from, absl::Time known_until) : from_(from), known_until_(known_until) {}

  void OnGroup(std::size_t people) override;
  void OnEvent(std::size_t person, const journey::EventInput& event, absl::Time,
               bool assumed) override;
  void OnAnswer(std::size_t person, const journey::EventInput& event, absl::Time,
                const journey::InputResult& result) override;
  void OnTransition(std::size_t person, absl::Time now,
                    const journey::Transition& transition) override;
  void OnMessage(std::size_t person, const journey::Message& message,
                 const Attempt& attempt) override;
  void OnUnwritten(std::size_t person, const customer::PendingSend& send,
                   const absl::Status& status) override;
  void OnMerge(std::size_t customer, std::size_t visitor) override;
  void OnEnd(std::size_t person, const base::CustomerId& id,
             const customer::Record& record) override;

  void Add(const Tally& other);

  absl::flat_hash_map<std::string, JourneyTally> journeys;
  std::map<std::pair<customer::DecisionKind, std::string>, RuleTally> rules;  // by kind and name
  std::map<std::string, std::int64_t> unwritten;     // journey, template fault: how often
  std::array<std::vector<std::int64_t>, 8> sent_ms;  // when messages went, by channel
  std::map<std::int64_t, std::int64_t> people_by_messages;
  std::int64_t people = 0;
  std::int64_t events = 0;  // from `from` on
  std::int64_t events_before = 0;
  std::int64_t duplicates = 0;
  std::int64_t refused = 0;                     // an id that was taken with another payload
  std::map<std::string, std::int64_t> assumed;  // reactions, by name
  std::int64_t messages = 0;
  std::int64_t messages_after = 0;  // of them, after known_until

 private:
  // A run's choices.
  struct Run {
    std::string journey;
    std::string key;
    std::vector<std::pair<std::string, std::string>> arms;  // step and arm
  };
  struct Person {
    std::int64_t messages = 0;
    std::vector<Run> runs;
    std::vector<std::pair<customer::DecisionKind, std::string>> rules;  // met
  };

  void OnDecision(Person& person, const customer::Decision& decision,
                  const journey::Transition& transition);
  void OnGoal(Person& person, const customer::Decision& decision,
              const journey::Transition& transition);
  void OnRefusal(Person& person, const customer::Decision& decision);
  void OnHeld(Person& person, const customer::Decision& decision);
  static Run* FindRun(Person& person, const customer::Decision& decision);

  absl::Time from_;
  absl::Time known_until_;
  std::vector<Person> people_;
};

}  // namespace usher::backtest
