#include "backtest/report_builder.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "customer/channel.h"
#include "journey/compile.h"

namespace usher::backtest {
namespace {

using customer::DecisionKind;

constexpr double kMillionths = 1e6;

StepReport* StepOf(absl::string_view id, JourneyReport* journey) {
  for (StepReport& step : journey->steps) {
    if (step.id == id) return &step;
  }
  journey->steps.emplace_back().id = std::string(id);
  return &journey->steps.back();
}

// Counters about a step are called <what>:<step> or <what>:<step>:<detail>.
void TakeStepCounter(absl::string_view what, absl::string_view step_id, absl::string_view detail,
                     std::int64_t count, JourneyReport* journey) {
  if (what != "reached" && what != "waiting" && what != "outcome" && what != "sent" &&
      what != "held") {
    return;
  }
  StepReport* step = StepOf(step_id, journey);
  const std::string key(detail);
  if (what == "reached") {
    step->reached = count;
  } else if (what == "waiting") {
    step->waiting = count;
  } else if (what == "outcome") {
    step->outcomes[key] = count;
  } else if (what == "sent") {
    step->sent[key] = count;
    journey->sent += count;
  } else {
    step->held[key] = count;
  }
}

void TakeCounters(const JourneyTally& tally, JourneyReport* journey) {
  std::int64_t ended = 0;
  for (const auto& [name, count] : tally.counters) {
    const std::vector<std::string> parts = absl::StrSplit(name, absl::MaxSplits(':', 2));
    const std::string rest = parts.size() > 1 ? name.substr(parts[0].size() + 1) : "";
    if (name == "entered") {
      journey->entered = count;
    } else if (name == "goals") {
      journey->goals = count;
    } else if (name == "goals_held_out") {
      journey->goals_held_out = count;
    } else if (name == "value") {
      journey->value = static_cast<double>(count) / kMillionths;
    } else if (parts[0] == "ended") {
      journey->ended[rest] = count;
      ended += count;
    } else if (parts[0] == "not_entered") {
      journey->not_entered[rest] = count;
    } else if (parts.size() > 1) {
      TakeStepCounter(parts[0], parts[1], parts.size() > 2 ? parts[2] : "", count, journey);
    }
  }
  journey->active = std::max<std::int64_t>(0, journey->entered - ended);
}

void TakeArms(const JourneyTally& tally, JourneyReport* journey) {
  for (const auto& [place, counted] : tally.arms) {
    const auto& [step, arm] = place;
    ArmReport report;
    report.name = arm;
    report.runs = counted.runs;
    report.sent = counted.sent;
    report.goals = counted.goals;
    report.value = static_cast<double>(counted.value) / kMillionths;
    report.interval = WilsonInterval(counted.goals, counted.runs);
    StepOf(step, journey)->arms.push_back(std::move(report));
  }
  for (StepReport& step : journey->steps) {
    if (step.arms.empty()) continue;
    const auto holdout = std::find_if(step.arms.begin(), step.arms.end(),
                                      [](const ArmReport& arm) { return arm.name == "holdout"; });
    const ArmReport reference = holdout != step.arms.end() ? *holdout : step.arms.front();
    step.reference = reference.name;
    for (ArmReport& arm : step.arms) {
      if (arm.name == reference.name) continue;
      arm.difference = DifferenceInterval(arm.goals, arm.runs, reference.goals, reference.runs);
    }
  }
}

JourneyReport ReportOn(const journey::Definition& definition, const JourneyTally* tally) {
  JourneyReport report;
  report.name = definition.name;
  report.version = journey::VersionText(definition.version);
  for (const journey::Step& step : definition.steps) {
    StepReport& added = report.steps.emplace_back();
    added.id = step.id;
    added.kind = std::string(journey::StepKindName(step));
  }
  if (tally == nullptr) return report;
  TakeCounters(*tally, &report);
  TakeArms(*tally, &report);
  return report;
}

std::string RuleName(DecisionKind kind, const std::string& name) {
  if (kind == DecisionKind::kGap) return "minimum gap";
  if (kind == DecisionKind::kQuiet) return absl::StrCat("quiet hours ", name);
  return absl::StrCat("cap ", name);
}

Distribution Distribute(const Tally& tally) {
  Distribution distribution;
  distribution.people = tally.people_by_messages;
  const auto people = static_cast<double>(tally.people);
  if (tally.people == 0) return distribution;
  std::int64_t passed = 0, messages = 0;
  // The least number of messages that at least this share of people does not exceed.
  const auto reach = [&](double share, std::int64_t before, std::int64_t count, std::int64_t* out) {
    const auto needed = static_cast<std::int64_t>(std::ceil(share * people));
    if (before < needed && passed >= needed) *out = count;
  };
  for (const auto& [count, number] : tally.people_by_messages) {
    const std::int64_t before = passed;
    passed += number;
    messages += count * number;
    reach(0.5, before, count, &distribution.median);
    reach(0.95, before, count, &distribution.of_95);
    reach(0.99, before, count, &distribution.of_99);
    distribution.most = count;
  }
  distribution.mean = static_cast<double>(messages) / people;
  return distribution;
}

}  // namespace

SideReport ReportOn(const Tally& tally, const JourneySet& journeys, const ProviderRates& rates) {
  SideReport side;
  side.files = journeys.files;
  side.messages = tally.messages;
  side.messages_after = tally.messages_after;
  for (const auto& [name, entry] : journeys.catalog.journeys()) {
    const auto counted = tally.journeys.find(name);
    JourneyReport report =
        ReportOn(*entry.current, counted == tally.journeys.end() ? nullptr : &counted->second);
    const auto description = journeys.descriptions.find(name);
    if (description != journeys.descriptions.end()) report.description = description->second;
    side.journeys.push_back(std::move(report));
  }
  for (const auto& [rule, counted] : tally.rules) {
    side.rules.push_back({RuleName(rule.first, rule.second), counted.refused, counted.held,
                          counted.dropped, counted.people});
  }
  for (const customer::Channel channel : customer::kAllChannels) {
    const auto index = static_cast<std::size_t>(channel);
    if (tally.sent_ms[index].empty()) continue;
    ChannelReport report;
    report.name = std::string(customer::ChannelName(channel));
    report.rate = rates[index];
    report.load = LoadOf(tally.sent_ms[index], report.rate);
    side.channels.push_back(std::move(report));
  }
  side.distribution = Distribute(tally);
  side.unwritten = tally.unwritten;
  side.assumed = tally.assumed;
  return side;
}

}  // namespace usher::backtest
