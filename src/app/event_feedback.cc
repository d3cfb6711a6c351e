#include "app/event_feedback.h"

#include <string>

#include "base/hash.h"
#include "base/ids.h"
#include "channel/policy.h"
#include "journey/input.h"
#include "journey/send_id.h"
#include "messages/delivery.h"

namespace usher::app {
namespace {

using messages::FeedbackKind;

const char* EventName(FeedbackKind kind) {
  switch (kind) {
    case FeedbackKind::kDelivered:
      return "Message Delivered";
    case FeedbackKind::kOpened:
      return "Message Opened";
    case FeedbackKind::kClicked:
      return "Message Clicked";
    case FeedbackKind::kBounced:
      return "Message Bounced";
    case FeedbackKind::kComplained:
      return "Message Complained";
    case FeedbackKind::kUnsubscribed:
      return "Message Unsubscribed";
    case FeedbackKind::kReplied:
      return "Message Replied";
  }
  return "";
}

journey::Input InputOf(const messages::Feedback& feedback, absl::Time now) {
  if (feedback.kind == FeedbackKind::kUnsubscribed) {
    journey::ProfileInput change;
    change.consents.push_back({.channel = feedback.channel,
                               .category = feedback.category,
                               .granted = false,
                               .at = now,
                               .source = "unsubscribed"});
    return change;
  }
  base::Value properties{base::Value::Map()};
  properties.Set("send_id", base::Value(journey::SendIdText(feedback.send_id)));
  properties.Set("channel", base::Value(std::string(customer::ChannelName(feedback.channel))));
  if (!feedback.link.empty()) properties.Set("link", base::Value(feedback.link));
  journey::EventInput event;
  event.id = feedback.id;
  event.name = EventName(feedback.kind);
  event.at = now;
  event.properties = std::move(properties);
  event.payload_hash = static_cast<std::uint32_t>(base::Hash64(feedback.id));
  return event;
}

}  // namespace

void EventFeedback::Report(messages::Feedback feedback, std::function<void(absl::Status)> done) {
  if (feedback.customer_id.empty() && feedback.anonymous_id.empty()) {
    done(absl::NotFoundError("the report names no customer"));
    return;
  }
  const base::CustomerId customer = feedback.customer_id.empty()
                                        ? base::CustomerId::Anonymous(feedback.anonymous_id)
                                        : base::CustomerId::Known(feedback.customer_id);
  router_->Route(std::make_shared<messages::Delivery>(
      customer, InputOf(feedback, clock_->Now()),
      [done = std::move(done)](const journey::InputResult& result) { done(result.status); },
      messages::Activity::Token(activity_)));
}

}  // namespace usher::app
