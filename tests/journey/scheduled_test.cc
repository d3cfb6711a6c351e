// What priorities do between journeys.

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using customer::DecisionKind;
using support::JourneyWalk;

constexpr char kCart[] = R"(
journey: cart
enter: { on: Cart }
exit: { on: Order }
steps:
  - wait: { for: 2h }
  - send: { channels: [push, sms], template: t, expire: 2d, when: "event.worth > 0" }
templates:
  t: { push: { title: Cart, body: Cart }, sms: { text: Cart } }
)";
constexpr char kPromotion[] = R"(
journey: promotion
enter: { on: Promotion }
steps:
  - send: { channels: [email], template: t, expire: 2d }
templates:
  t: { email: { subject: Sale, text: Sale } }
)";

// One message a day, a cart's reminder before all else.
JourneyWalk Shop() {
  JourneyWalk walk;
  walk.Apply(kCart);
  walk.Apply(kPromotion);
  channel::Cap daily;
  daily.name = "daily";
  daily.window = channel::CapWindow::kDay;
  walk.policy.caps = {daily};
  walk.policy.priorities = {{"cart", ""}};
  return walk;
}

TEST(ScheduledTest, APromotionLeavesTheLastMessageOfTheDayToAReminderThatIsScheduled) {
  JourneyWalk walk = Shop();
  walk.Happen("Cart", R"({"worth": 1})");
  walk.Happen("Promotion");
  EXPECT_EQ(walk.SentOn(), "");
  EXPECT_EQ(walk.Last(DecisionKind::kCapped).detail, "daily, kept for cart");
  walk.Pass(absl::Hours(2));
  EXPECT_EQ(walk.SentOn(), "push");
  EXPECT_EQ(walk.Last(DecisionKind::kCapped).detail, "daily") << "decided again after it";
  walk.Pass(absl::Hours(24));
  EXPECT_EQ(walk.SentOn(), "push email");
}

TEST(ScheduledTest, ThePromotionGoesWhenTheReminderIsGivenUp) {
  JourneyWalk walk = Shop();
  walk.Happen("Cart", R"({"worth": 1})");
  walk.Happen("Promotion");
  walk.Happen("Order");
  walk.Pass(absl::Hours(2));
  EXPECT_EQ(walk.SentOn(), "email");
}

TEST(ScheduledTest, NothingIsKeptForAReminderThatWouldBeSkipped) {
  JourneyWalk walk = Shop();
  walk.Happen("Cart", R"({"worth": 0})");
  walk.Happen("Promotion");
  EXPECT_EQ(walk.SentOn(), "email");
}

TEST(ScheduledTest, NothingIsKeptForAPausedJourney) {
  JourneyWalk walk = Shop();
  walk.Happen("Cart", R"({"worth": 1})");
  walk.SetStatus("cart", JourneyStatus::kPaused);
  walk.Happen("Promotion");
  EXPECT_EQ(walk.SentOn(), "email");
}

TEST(ScheduledTest, NothingIsKeptOnAChannelThatTheCustomerCannotBeReachedOn) {
  JourneyWalk walk = Shop();
  walk.policy.caps[0].channels.Add(customer::Channel::kPush);
  walk.policy.caps[0].channels.Add(customer::Channel::kEmail);
  ProfileInput no_push;
  no_push.addresses = {{customer::Channel::kPush, ""}};
  walk.Give(no_push);
  walk.Happen("Cart", R"({"worth": 1})");
  walk.Happen("Promotion");
  EXPECT_EQ(walk.SentOn(), "email") << "the reminder goes by SMS, which the cap does not count";
}

TEST(ScheduledTest, OfWhatQuietHoursHeldTheMostImportantIsLetGoFirst) {
  JourneyWalk walk = Shop();
  channel::QuietHours night;
  night.name = "night";
  night.from = 20 * 60;
  night.to = 8 * 60;
  walk.policy.quiet_hours = {night};
  walk.Pass(absl::Hours(11));  // it is 20:00
  walk.Happen("Promotion");
  walk.Happen("Cart", R"({"worth": 1})");
  walk.Pass(absl::Hours(12));
  EXPECT_EQ(walk.SentOn(), "push") << "wanted later, and more important";
  walk.Pass(absl::Hours(24));
  EXPECT_EQ(walk.SentOn(), "push email");
}

}  // namespace
}  // namespace usher::journey
