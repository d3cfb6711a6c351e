#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "backtest/observer.h"

namespace usher::backtest {

// One line of what happened to somebody.
struct TimelineEntry {
  absl::Time at;
  std::string who;   // customer, or visitor who was to become the customer
  std::string what;  // "event", or the decision's name in the API
  std::string journey;
  std::string step;
  std::string key;
  std::string why;  // in words, or the event's name; times are in the customer's zone
};

// All that happened to one customer.
struct Timeline {
  std::string customer;
  std::string side;
  std::vector<TimelineEntry> entries;
  bool found = false;  // there are events of that customer
};

// Writes down what happens to one group.
class TimelineObserver : public Observer {
 public:
  // People of the group by their names, in its order, and the zone to show times in.
  TimelineObserver(std::vector<std::string> names, absl::TimeZone zone)
      : names_(std::move(names)), zone_(zone) {}

  void OnGroup(std::size_t) override {}
  void OnEvent(std::size_t person, const journey::EventInput& event, absl::Time now,
               bool assumed) override;
  void OnAnswer(std::size_t person, const journey::EventInput& event, absl::Time now,
                const journey::InputResult& result) override;
  void OnTransition(std::size_t person, absl::Time now,
                    const journey::Transition& transition) override;
  void OnMessage(std::size_t, const journey::Message&, const Attempt&) override {}
  void OnUnwritten(std::size_t, const customer::PendingSend&, const absl::Status&) override {}
  void OnMerge(std::size_t, std::size_t) override {}
  void OnEnd(std::size_t, const base::CustomerId&, const customer::Record&) override {}

  std::vector<TimelineEntry> Take() { return std::move(entries_); }

 private:
  std::vector<std::string> names_;
  absl::TimeZone zone_;
  std::vector<TimelineEntry> entries_;
};

}  // namespace usher::backtest
