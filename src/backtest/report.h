#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "backtest/interval.h"
#include "backtest/provider_load.h"
#include "backtest/timeline.h"

// What came of a backtest, as plain data. The files report_json.h, report_html.h and cli's
// backtest_view.h show it.
namespace usher::backtest {

using Counts = std::map<std::string, std::int64_t>;

// Those who took one arm of a split.
struct ArmReport {
  std::string name;
  std::int64_t runs = 0;
  std::int64_t sent = 0;
  std::int64_t goals = 0;
  double value = 0;
  Interval interval;                   // of goals in runs
  std::optional<Interval> difference;  // to the reference arm's share; none for itself
};

struct StepReport {
  std::string id;
  std::string kind;
  std::int64_t reached = 0;
  std::int64_t waiting = 0;  // still there at the end
  Counts outcomes;           // of messages
  Counts sent;               // by channel
  Counts held;               // by rule
  std::vector<ArmReport> arms;
  std::string reference;  // the arm others are compared with: the hold-out, if there is one
};

struct JourneyReport {
  std::string name;
  std::string description;
  std::string version;
  std::int64_t entered = 0;
  std::int64_t active = 0;
  std::int64_t goals = 0;
  std::int64_t goals_held_out = 0;
  double value = 0;
  std::int64_t sent = 0;
  Counts ended;
  Counts not_entered;
  std::vector<StepReport> steps;
};

// A rule of the contact policy, in words.
struct RuleReport {
  std::string name;
  std::int64_t refused = 0;  // times it stood against a message on a channel
  std::int64_t held = 0;     // times a message was held for it
  std::int64_t dropped = 0;  // messages not sent for it
  std::int64_t people = 0;
};

struct ChannelReport {
  std::string name;
  ProviderLoad load;
  double rate = 0;  // messages a second the provider takes; 0: not given
};

// How many people got how many messages.
struct Distribution {
  std::map<std::int64_t, std::int64_t> people;  // by messages
  double mean = 0;
  std::int64_t median = 0;
  std::int64_t of_95 = 0;  // 95 % got at most so many
  std::int64_t of_99 = 0;
  std::int64_t most = 0;
};

// One set of journeys under one policy.
struct SideReport {
  std::string label;
  std::vector<std::string> files;
  std::string policy;  // file, or what holds without one
  std::int64_t messages = 0;
  std::int64_t messages_after = 0;  // after the last event
  std::vector<JourneyReport> journeys;
  std::vector<RuleReport> rules;
  std::vector<ChannelReport> channels;
  Distribution distribution;
  Counts unwritten;  // faults of templates
  Counts assumed;    // reactions made up, by name
};

struct Report {
  std::vector<std::string> event_files;
  absl::Time first_event;
  absl::Time last_event;
  absl::Time from;
  absl::Time to;
  std::int64_t events = 0;
  std::int64_t events_before = 0;  // remembered, before `from`
  std::int64_t events_after = 0;   // left out, after `to`
  std::int64_t duplicates = 0;
  std::int64_t refused = 0;
  std::int64_t skipped = 0;  // faulty lines
  std::int64_t people = 0;
  std::vector<std::string> assumptions;  // what was put in place of knowledge
  std::vector<std::string> caveats;      // what a backtest cannot know
  std::vector<SideReport> sides;         // one, or two that are compared
  std::vector<Timeline> timelines;       // of each side in turn
};

}  // namespace usher::backtest
