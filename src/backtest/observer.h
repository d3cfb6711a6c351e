#pragma once

#include <cstddef>

#include "absl/time/time.h"

#include "backtest/world.h"
#include "base/ids.h"
#include "customer/record.h"
#include "journey/advance.h"
#include "journey/compose.h"

namespace usher::backtest {

// Learns what happens during the replay of one group. `person` counts within the group, from 0.
class Observer {
 public:
  virtual ~Observer() = default;

  // A group of so many begins.
  virtual void OnGroup(std::size_t people) = 0;
  // Of somebody it comes to be known at `now` what he did, or is assumed to do.
  virtual void OnEvent(std::size_t person, const journey::EventInput& event, absl::Time now,
                       bool assumed) = 0;
  // What a gateway would have answered to it.
  virtual void OnAnswer(std::size_t person, const journey::EventInput& event, absl::Time now,
                        const journey::InputResult& result) = 0;
  // Before the next commit: the record's decisions, which are of this transition alone, and the
  // counters it moves.
  virtual void OnTransition(std::size_t person, absl::Time now,
                            const journey::Transition& transition) = 0;
  // A message was handed to its provider.
  virtual void OnMessage(std::size_t person, const journey::Message& message,
                         const Attempt& attempt) = 0;
  // A message could not be written.
  virtual void OnUnwritten(std::size_t person, const customer::PendingSend& send,
                           const absl::Status& status) = 0;
  // The customer takes over what the visitor was in.
  virtual void OnMerge(std::size_t customer, std::size_t visitor) = 0;
  // The group's time is over.
  virtual void OnEnd(std::size_t person, const base::CustomerId& id,
                     const customer::Record& record) = 0;
};

}  // namespace usher::backtest
