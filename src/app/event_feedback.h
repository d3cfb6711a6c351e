#pragma once

#include <memory>
#include <utility>

#include "base/clock.h"
#include "messages/activity.h"
#include "messages/feedback_port.h"
#include "messages/router_port.h"

namespace usher::app {

// Takes reports that name their customer: a wish to get no more messages withdraws consent, all
// else becomes an event of the customer, such as Message Clicked. NOT_FOUND for the others.
class EventFeedback : public messages::FeedbackPort {
 public:
  EventFeedback(std::shared_ptr<messages::RouterPort> router, std::shared_ptr<base::Clock> clock,
                std::shared_ptr<messages::Activity> activity)
      : router_(std::move(router)), clock_(std::move(clock)), activity_(std::move(activity)) {}

  void Report(messages::Feedback feedback, std::function<void(absl::Status)> done) override;

 private:
  const std::shared_ptr<messages::RouterPort> router_;
  const std::shared_ptr<base::Clock> clock_;
  const std::shared_ptr<messages::Activity> activity_;
};

}  // namespace usher::app
