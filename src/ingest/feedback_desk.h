#pragma once

#include <functional>
#include <memory>

#include "absl/functional/any_invocable.h"

#include "ingest/feedback_check.h"
#include "ingest/front_door.h"
#include "messages/feedback_port.h"

namespace usher::ingest {

// Takes what came back to those whom it is about. Thread-safe.
class FeedbackDesk final : public messages::FeedbackPort {
 public:
  // With a refusal the status says why; called once, on any thread.
  using Done = absl::AnyInvocable<void(const journey::InputResult&)>;

  explicit FeedbackDesk(std::shared_ptr<const FrontDoorConfig> config)
      : config_(std::move(config)) {}

  void Report(messages::Feedback feedback, std::function<void(absl::Status)> done) override;

  // Takes one that was checked: admits it or refuses, finds out whom it is about, hands it over.
  void Take(CheckedFeedback feedback, messages::Deadline deadline, Done done) const;

 private:
  const std::shared_ptr<const FrontDoorConfig> config_;
};

}  // namespace usher::ingest
