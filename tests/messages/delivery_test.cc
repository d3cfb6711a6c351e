#include "messages/delivery.h"

#include <memory>
#include <vector>

#include "gtest/gtest.h"

namespace usher::messages {
namespace {

TEST(DeliveryTest, IsAnsweredOnce) {
  std::vector<absl::StatusCode> answers;
  {
    Delivery delivery(
        base::CustomerId::Known("ada"), journey::WakeInput{},
        [&](const journey::InputResult& result) { answers.push_back(result.status.code()); },
        Activity::Token());
    delivery.Answer({});
    delivery.Answer({});
  }
  EXPECT_EQ(answers, std::vector{absl::StatusCode::kOk});
}

TEST(DeliveryTest, DroppedItAnswersUnavailable) {
  std::vector<absl::StatusCode> answers;
  Delivery(
      base::CustomerId::Known("ada"), journey::WakeInput{},
      [&](const journey::InputResult& result) { answers.push_back(result.status.code()); },
      Activity::Token());
  EXPECT_EQ(answers, std::vector{absl::StatusCode::kUnavailable});
}

TEST(DeliveryTest, CountsAsActivityForAsLongAsItExists) {
  const auto activity = std::make_shared<Activity>();
  {
    const Delivery delivery(base::CustomerId::Known("ada"), journey::OutcomeInput{}, nullptr,
                            Activity::Token(activity));
    EXPECT_EQ(activity->count(), 1);
    EXPECT_TRUE(delivery.must_land());
    Activity::Token one(activity);
    Activity::Token moved(std::move(one));
    EXPECT_EQ(activity->count(), 2);
  }
  EXPECT_EQ(activity->count(), 0);
}

}  // namespace
}  // namespace usher::messages
