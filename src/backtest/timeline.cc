#include "backtest/timeline.h"

#include "absl/strings/str_cat.h"

#include "customer/decision.h"
#include "journey/explain.h"

namespace usher::backtest {

void TimelineObserver::OnEvent(std::size_t person, const journey::EventInput& event, absl::Time now,
                               bool assumed) {
  TimelineEntry entry;
  entry.at = now;
  entry.who = names_[person];
  entry.what = assumed ? "assumed" : "event";
  entry.why = event.name;
  if (event.at != now) {
    absl::StrAppend(&entry.why, ", late: it happened at ",
                    absl::FormatTime("%Y-%m-%d %H:%M:%S %Z", event.at, zone_));
  }
  entries_.push_back(std::move(entry));
}

void TimelineObserver::OnAnswer(std::size_t person, const journey::EventInput&, absl::Time now,
                                const journey::InputResult& result) {
  if (result.status.ok() && !result.duplicate) return;
  TimelineEntry entry;
  entry.at = now;
  entry.who = names_[person];
  entry.what = "ignored";
  entry.why =
      result.duplicate ? "the same event came before" : std::string(result.status.message());
  entries_.push_back(std::move(entry));
}

void TimelineObserver::OnTransition(std::size_t person, absl::Time,
                                    const journey::Transition& transition) {
  for (const customer::Decision& decision : transition.record.decisions) {
    TimelineEntry entry;
    entry.at = decision.at;
    entry.who = names_[person];
    entry.what = std::string(journey::WhatOf(decision.kind));
    entry.journey = decision.journey;
    entry.step = decision.step;
    entry.key = decision.key;
    entry.why = journey::WhyOf(decision, zone_);
    entries_.push_back(std::move(entry));
  }
}

}  // namespace usher::backtest
