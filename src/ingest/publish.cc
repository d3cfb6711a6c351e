#include "ingest/publish.h"

#include <atomic>
#include <utility>
#include <vector>

namespace usher::ingest {
namespace {

// The events of one batch, each settled by its journey actor on some thread; the last one to be
// settled calls back.
class Batch {
 public:
  Batch(std::shared_ptr<const FrontDoorConfig> config, std::size_t size,
        std::function<void(std::vector<EventOutcome>)> done)
      : config_(std::move(config)),
        token_(config_->activity),
        outcomes_(size),
        done_(std::move(done)) {}

  ~Batch() {
    config_->admission->Give(static_cast<std::int64_t>(outcomes_.size()));
    done_(std::move(outcomes_));
  }

  // Each index is settled once, so that no two threads write the same element.
  EventOutcome& at(std::size_t index) { return outcomes_[index]; }

 private:
  std::shared_ptr<const FrontDoorConfig> config_;
  messages::Activity::Token token_;  // for all of them
  std::vector<EventOutcome> outcomes_;
  std::function<void(std::vector<EventOutcome>)> done_;
};

}  // namespace

void FillResult(const journey::InputResult& result, v1::PublishResult* out) {
  out->set_duplicate(result.duplicate);
  out->set_beyond_dedup_horizon(result.beyond_dedup_horizon);
  out->set_runs_entered(result.runs_entered);
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

void PublishAll(std::shared_ptr<const FrontDoorConfig> config,
                const google::protobuf::RepeatedPtrField<v1::Event>& events,
                messages::Deadline deadline, std::function<void(std::vector<EventOutcome>)> done) {
  const auto size = static_cast<std::size_t>(events.size());
  auto batch = std::make_shared<Batch>(config, size, std::move(done));
  const absl::Time now = config->clock->Now();
  std::vector<messages::DeliveryPtr> deliveries;
  deliveries.reserve(size);
  for (std::size_t i = 0; i < size; ++i) {
    std::vector<Violation> violations;
    auto checked = CheckEvent(events.Get(static_cast<int>(i)), "", now, &violations);
    if (!checked) {
      batch->at(i).status = absl::InvalidArgumentError(violations.front().description);
      batch->at(i).field = violations.front().field;
      continue;
    }
    deliveries.push_back(std::make_shared<messages::Delivery>(
        std::move(checked->customer), std::move(checked->input),
        [batch, i](const journey::InputResult& result) {
          batch->at(i).status = result.status;
          batch->at(i).result = result;
        },
        messages::Activity::Token(), deadline));
  }
  config->router->RouteAndRun(deliveries);
}

}  // namespace usher::ingest
