#include "ingest/publish.h"

#include <atomic>
#include <utility>
#include <vector>

namespace usher::ingest {
namespace {

// The events of one batch, each settled once, on some thread; when the last one is, it calls back
// and is gone.
class Batch {
 public:
  Batch(std::shared_ptr<const FrontDoorConfig> config, std::size_t size,
        absl::AnyInvocable<void(const std::vector<EventOutcome>&)> done)
      : config_(std::move(config)),
        token_(config_->activity),
        open_(size),
        outcomes_(size),
        done_(std::move(done)) {}

  // No two threads settle the same event.
  void Refuse(std::size_t index, const Violation& violation) {
    outcomes_[index].status = absl::InvalidArgumentError(violation.description);
    outcomes_[index].field = violation.field;
    CountDown();
  }
  void Settle(std::size_t index, const journey::InputResult& result) {
    outcomes_[index] = OutcomeOf(result);
    CountDown();
  }

 private:
  void CountDown() {
    if (open_.fetch_sub(1, std::memory_order_acq_rel) > 1) return;
    config_->admission->Give(static_cast<std::int64_t>(outcomes_.size()));
    done_(outcomes_);
    delete this;
  }

  const std::shared_ptr<const FrontDoorConfig> config_;
  const messages::Activity::Token token_;  // for all of them
  std::atomic<std::size_t> open_;
  std::vector<EventOutcome> outcomes_;
  absl::AnyInvocable<void(const std::vector<EventOutcome>&)> done_;
};

}  // namespace

EventOutcome OutcomeOf(const journey::InputResult& result) {
  EventOutcome outcome;
  outcome.status = result.status;
  outcome.duplicate = result.duplicate;
  outcome.beyond_dedup_horizon = result.beyond_dedup_horizon;
  outcome.runs_entered = result.runs_entered;
  return outcome;
}

v1::Durability DurabilityNow(const FrontDoorConfig& config) {
  return static_cast<v1::Durability>(config.store->durability());
}

absl::Status Admit(const FrontDoorConfig& config, std::int64_t count) {
  if (config.admission->closed()) {
    return absl::UnavailableError("the gateway is shutting down; try another");
  }
  if (!config.store->available()) {
    return absl::UnavailableError("the store cannot be reached; try again with the same ids");
  }
  if (count > 0 && config.admission->store_full()) {
    return absl::ResourceExhaustedError(
        "the memory of Redis is nearly full; events are taken again when there is room");
  }
  if (!config.admission->TryTake(count)) {
    return absl::ResourceExhaustedError(
        "too many events are under way; try again later with the same ids");
  }
  return absl::OkStatus();
}

void PublishOne(const std::shared_ptr<const FrontDoorConfig>& config, CheckedEvent event,
                messages::Deadline deadline, messages::Delivery::Reply done) {
  HandOver(*config, std::move(event.customer), std::move(event.input), deadline,
           [config, done = std::move(done)](const journey::InputResult& result) mutable {
             config->admission->Give(1);
             done(result);
           });
}

std::variant<CheckedEvent, Violation> CheckOne(const WireEvents& events, int index, absl::Time now,
                                               v1::Event* event) {
  const absl::Status parsed = events.Parse(index, event);
  if (!parsed.ok()) return Violation{"", std::string(parsed.message())};
  std::vector<Violation> violations;
  auto checked = CheckEvent(*event, "", now, &violations);
  if (!checked) return violations.front();
  return *std::move(checked);
}

void PublishAll(std::shared_ptr<const FrontDoorConfig> config, const WireEvents& events,
                messages::Deadline deadline,
                absl::AnyInvocable<void(const std::vector<EventOutcome>&)> done) {
  const auto size = static_cast<std::size_t>(events.count());
  const absl::Time now = config->clock->Now();
  const std::shared_ptr<messages::RouterPort> router = config->router;
  auto* const batch = new Batch(std::move(config), size, std::move(done));
  std::vector<messages::DeliveryPtr> deliveries;
  deliveries.reserve(size);
  v1::Event event;
  // The last event to be settled ends the batch, and may be any that follows.
  for (std::size_t i = 0; i < size; ++i) {
    auto outcome = CheckOne(events, static_cast<int>(i), now, &event);
    if (const auto* violation = std::get_if<Violation>(&outcome)) {
      batch->Refuse(i, *violation);
      continue;
    }
    auto& checked = std::get<CheckedEvent>(outcome);
    deliveries.push_back(std::make_shared<messages::Delivery>(
        std::move(checked.customer), std::move(checked.input),
        [batch, i](const journey::InputResult& result) { batch->Settle(i, result); },
        messages::Activity::Token(), deadline));
  }
  router->RouteAndRun(deliveries);
}

}  // namespace usher::ingest
