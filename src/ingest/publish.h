#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"

#include "ingest/event_check.h"
#include "ingest/front_door.h"
#include "ingest/wire_events.h"

namespace usher::ingest {

// What became of one event: the status is a refusal's or OK.
struct EventOutcome {
  absl::Status status;
  std::string field;  // at fault; empty when none is
  // What is answered when it was taken.
  bool duplicate = false;
  bool beyond_dedup_horizon = false;
  std::uint32_t runs_entered = 0;
};

EventOutcome OutcomeOf(const journey::InputResult& result);

// Fills the API's result for an event that was taken; `result` is an EventOutcome or an
// InputResult.
template <class Result>
void FillResult(const Result& result, v1::PublishResult* out) {
  out->set_duplicate(result.duplicate);
  out->set_beyond_dedup_horizon(result.beyond_dedup_horizon);
  out->set_runs_entered(result.runs_entered);
}

// The durability of what is acknowledged now.
v1::Durability DurabilityNow(const FrontDoorConfig& config);

// Why nothing can be admitted now, or OK. Takes a credit for each of `count` inputs when OK.
absl::Status Admit(const FrontDoorConfig& config, std::int64_t count);

// Takes several events and calls `done` once, when the last is settled, with an outcome for each in
// their order. Credits must have been taken; they are given back.
void PublishAll(std::shared_ptr<const FrontDoorConfig> config, const WireEvents& events,
                messages::Deadline deadline,
                absl::AnyInvocable<void(const std::vector<EventOutcome>&)> done);

// Parses and checks one of `events`, into `event`; or says what is wrong with it.
std::variant<CheckedEvent, Violation> CheckOne(const WireEvents& events, int index, absl::Time now,
                                               v1::Event* event);

// Takes one event. The credit must have been taken; it is given back.
void PublishOne(const std::shared_ptr<const FrontDoorConfig>& config, CheckedEvent event,
                messages::Deadline deadline, messages::Delivery::Reply done);

}  // namespace usher::ingest
