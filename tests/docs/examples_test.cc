// Every example in docs/journeys.md is run, and does what the page says about it.

#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "journey/send_id.h"
#include "tests/docs/journey_examples.h"
#include "tests/support/journey_fixture.h"

namespace usher {
namespace {

using customer::Channel;
using journey::AttemptResult;
using journey::Message;
using support::At;
using support::JourneyWalk;
using support::Json;
using testing::HasSubstr;

constexpr absl::Duration kDay = absl::Hours(24);

// The example that defines this journey.
std::string ExampleOf(const std::string& journey) {
  for (const Example& example : CompleteJourneys("docs/journeys.md")) {
    if (absl::StartsWith(example.text, absl::StrCat("journey: ", journey, "\n"))) {
      return example.text;
    }
  }
  ADD_FAILURE() << "docs/journeys.md has no example " << journey;
  return "";
}

// A walk through an example, from a Monday at nine in UTC.
class Walk : public JourneyWalk {
 public:
  explicit Walk(const std::string& journey) : JourneyWalk(ExampleOf(journey)) {}

  void Know(const char* attributes, const char* country = "AT") {
    journey::ProfileInput profile;
    profile.attributes = *Json(attributes).as_map();
    profile.country = country;
    Give(profile);
  }

  // A part of message number `index`, such as "title".
  std::string Part(std::size_t index, const std::string& name) const {
    if (index >= messages.size()) return "no such message";
    for (const auto& [part, text] : messages[index].content) {
      if (part == name) return text;
    }
    return "no such part";
  }

  std::string About(std::size_t index) const {
    return absl::StrCat(R"({"send_id": ")", journey::SendIdText(messages.at(index).send_id),
                        R"("})");
  }
};

TEST(ExamplesTest, CartAbandonment) {
  Walk walk("cart-abandonment");
  walk.Happen("Product Added", R"({"cart_id": "k 1", "name": "Blue mug", "price": 25.0})");
  walk.Pass(absl::Minutes(50));
  walk.Happen("Product Viewed");
  walk.Pass(absl::Minutes(20));
  EXPECT_EQ(walk.SentOn(), "") << "still browsing";
  walk.Pass(absl::Minutes(10));
  EXPECT_EQ(walk.SentOn(), "push");
  EXPECT_EQ(walk.Part(0, "deep_link"), "shop://cart/k+1");
  walk.Pass(kDay);
  EXPECT_EQ(walk.SentOn(), "push sms");
  walk.Happen("Order Completed", R"({"total": 30})");
  EXPECT_EQ(walk.Stat("value"), 30'000'000);

  Walk opened("cart-abandonment");
  opened.Happen("Product Added", R"({"cart_id": "k1", "name": "Blue mug", "price": 25.0})");
  opened.Pass(absl::Hours(1));
  opened.Happen("Message Opened", opened.About(0));
  opened.Pass(kDay * 2);
  EXPECT_EQ(opened.SentOn(), "push");

  Walk ordered("cart-abandonment");
  ordered.Happen("Product Added", R"({"cart_id": "k1", "name": "Blue mug", "price": 25.0})");
  ordered.Happen("Order Completed", R"({"total": 30})");
  ordered.Pass(kDay);
  EXPECT_EQ(ordered.SentOn(), "");
}

TEST(ExamplesTest, Welcome) {
  Walk walk("welcome");
  walk.Know(R"({"first_name": "Ada"})", "US");
  walk.Happen("Signed Up", R"({"email": "ada@example.org"})");
  EXPECT_EQ(walk.SentOn(), "");
  walk.Know("{}", "CH");
  walk.Happen("Account Created", "{}");
  EXPECT_EQ(walk.SentOn(), "");
  walk.Happen("Account Created", R"({"email": "ada@example.org"})");
  EXPECT_EQ(walk.Part(0, "text"), "Hello Ada!");
}

TEST(ExamplesTest, TierReached) {
  Walk walk("tier-reached");
  walk.Know(R"({"tier": "silver"})");
  EXPECT_EQ(walk.SentOn(), "");
  walk.Know(R"({"tier": "gold"})");
  ASSERT_EQ(walk.SentOn(), "email");
  EXPECT_EQ(walk.Part(0, "subject"), "You are gold now");
  EXPECT_EQ(walk.Part(0, "text"), "Until now: silver.");
  walk.Know(R"({"tier": null})");
  walk.Know(R"({"tier": "platinum"})");
  EXPECT_EQ(walk.Part(1, "text"), "Until now: no tier.");
}

TEST(ExamplesTest, Birthday) {
  Walk walk("birthday");
  walk.Know(R"({"born": "1990-05-17", "first_name": "Ada"})");
  walk.Pass(kDay * 366);
  ASSERT_EQ(walk.SentOn(), "push");
  EXPECT_EQ(walk.messages[0].at, At("2026-05-17 08:00:00")) << "ten o'clock in Vienna";
  EXPECT_EQ(walk.Part(0, "title"), "Happy birthday, Ada!");
}

TEST(ExamplesTest, WeeklyPicks) {
  Walk walk("weekly-picks");
  walk.Know(R"({"newsletter": true})");
  walk.Pass(kDay);
  EXPECT_EQ(walk.SentOn(), "") << "nothing was viewed";
  walk.Happen("Product Viewed");
  walk.Pass(7 * kDay);
  ASSERT_EQ(walk.SentOn(), "email");
  EXPECT_GE(walk.messages[0].at, At("2026-03-09 10:00:00"));
  EXPECT_LT(walk.messages[0].at, At("2026-03-09 10:30:00"));
  EXPECT_EQ(walk.Part(0, "text"), "Picked for you on  9 March.");
  walk.Pass(14 * kDay);
  EXPECT_EQ(walk.messages.size(), 1u) << "nothing was viewed since";
}

TEST(ExamplesTest, TenYears) {
  Walk walk("ten-years");
  walk.Know(R"({"tier": "gold"})", "US");
  walk.Pass(400 * kDay);
  ASSERT_EQ(walk.SentOn(), "email");
  EXPECT_GE(walk.messages[0].at, At("2027-03-01 09:00:00")) << "ten o'clock in Vienna, for all";
  EXPECT_LT(walk.messages[0].at, At("2027-03-01 10:00:00"));
  Walk blue("ten-years");
  blue.Know("{}");
  blue.Pass(400 * kDay);
  EXPECT_EQ(blue.SentOn(), "");
}

TEST(ExamplesTest, MothersDay) {
  Walk walk("mothers-day");
  walk.Know("{}", "GB");
  walk.Pass(10 * kDay);
  ASSERT_EQ(walk.SentOn(), "email");
  EXPECT_EQ(walk.messages[0].at, At("2026-03-08 10:00:00"));
  EXPECT_EQ(walk.Part(0, "subject"), "Mother's Day is on 15 March");
  walk.Pass(4 * kDay);
  EXPECT_EQ(walk.SentOn(), "email push");
  Walk spared("mothers-day");
  spared.Know(R"({"no_reminders": ["mothers-day"]})", "GB");
  spared.Pass(20 * kDay);
  EXPECT_EQ(spared.SentOn(), "");
}

TEST(ExamplesTest, Invitation) {
  Walk walk("invitation");
  journey::EnterInput call;
  call.request_id = "r1";
  call.journey = "invitation";
  call.properties = Json(R"({"party": "Summer"})");
  walk.Give(call);
  walk.Give(call);
  ASSERT_EQ(walk.SentOn(), "email");
  EXPECT_EQ(walk.Part(0, "text"), "You are invited to Summer.");
}

TEST(ExamplesTest, SecondOrder) {
  Walk walk("second-order");
  walk.Happen("Order Completed", R"({"order_id": "o1", "total": 20})");
  walk.Happen("Order Cancelled", R"({"order_id": "o2"})");
  EXPECT_EQ(walk.step(), "wait-1");
  walk.Pass(kDay * 21);
  EXPECT_EQ(walk.SentOn(), "email");
  walk.Happen("Order Completed", R"({"order_id": "o3", "total": 20})");
  EXPECT_EQ(walk.Stat("goals"), 1);
}

TEST(ExamplesTest, Appointment) {
  Walk walk("appointment");
  walk.Happen("Appointment Booked",
              R"({"appointment_id": 1, "starts_at": "2026-03-10T15:30:00Z"})");
  walk.Happen("Appointment Booked",
              R"({"appointment_id": 2, "starts_at": "2026-03-11T16:00:00Z"})");
  walk.Happen("Appointment Booked",
              R"({"appointment_id": 3, "starts_at": "2026-03-02T18:00:00Z"})");
  walk.Happen("Appointment Confirmed", R"({"appointment_id": 1})");
  walk.Pass(kDay * 30);
  ASSERT_EQ(walk.SentOn(), "sms") << "one is confirmed, one is less than a day ahead";
  EXPECT_EQ(walk.messages[0].at, At("2026-03-10 16:00:00"));
  EXPECT_EQ(walk.Part(0, "text"), "Tomorrow: 16:00. Please confirm.");
}

TEST(ExamplesTest, BrowseReminder) {
  Walk walk("browse-reminder");
  walk.Happen("Product Viewed", R"({"price": 10})");
  walk.Pass(absl::Hours(2));
  EXPECT_EQ(walk.step(), "listen");
  walk.Happen("Product Viewed", R"({"price": 200})");
  EXPECT_EQ(walk.SentOn(), "in_app");
  Walk added("browse-reminder");
  added.Happen("Product Viewed");
  added.Pass(absl::Hours(3));
  added.Happen("Product Added");
  added.Pass(kDay * 4);
  EXPECT_EQ(added.SentOn(), "");
}

TEST(ExamplesTest, WishlistEvening) {
  Walk walk("wishlist-evening");
  walk.Happen("Product Added to Wishlist", R"({"product_id": "p1", "name": "Blue mug"})");
  walk.Pass(absl::Hours(8));  // it is six in the evening in Berlin
  EXPECT_EQ(walk.SentOn(), "push");
  EXPECT_EQ(walk.messages[0].at, At("2026-03-02 17:00:00"));
  walk.Pass(kDay * 7);
  ASSERT_EQ(walk.SentOn(), "push sms");
  EXPECT_EQ(walk.messages[1].at, At("2026-03-07 10:00:00")) << "Saturday at eleven";
  walk.Pass(kDay * 20);
  walk.Happen("Product Added to Wishlist", R"({"product_id": "p1", "name": "Blue mug"})");
  EXPECT_TRUE(walk.record.runs.empty()) << "not 30 days after the end";

  Walk late("wishlist-evening");
  late.now = At("2026-03-02 19:00:00");
  late.Happen("Product Added to Wishlist", R"({"product_id": "p1", "name": "Blue mug"})");
  late.Pass(kDay);
  EXPECT_EQ(late.messages[0].at, At("2026-03-03 17:00:00")) << "the evening was over";
}

TEST(ExamplesTest, NearBuyer) {
  Walk walk("near-buyer");
  walk.Know(R"({"tier": "blue"})");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(walk.SentOn(), "");
    walk.Happen("Product Viewed", R"({"name": "Blue mug", "price": 60})");
  }
  EXPECT_EQ(walk.SentOn(), "push");
  EXPECT_THAT(walk.Said(), HasSubstr("branch:voucher"));
}

TEST(ExamplesTest, CouponTest) {
  std::set<std::string> outcomes;
  for (int i = 0; i < 40; ++i) {
    Walk walk("coupon-test");
    walk.customer = base::CustomerId::Known(absl::StrCat("c", i));
    walk.Happen("Cart Left");
    walk.Happen("Order Completed", R"({"total": 10})");
    EXPECT_EQ(walk.Stat("goals"), 1);
    outcomes.insert(walk.messages.empty() ? "held out" : walk.Part(0, "subject"));
  }
  EXPECT_THAT(outcomes, testing::ElementsAre("5 off", "Your cart", "held out"));
}

TEST(ExamplesTest, PriceAlert) {
  Walk walk("price-alert");
  walk.Happen("Price Dropped",
              R"({"product_id": "p1", "name": "Mug", "price": 8.5, "old_price": 10.0})");
  EXPECT_EQ(walk.Part(0, "body"), "1.5 less than before");
  walk.Happen("Price Dropped",
              R"({"product_id": "p2", "name": "Cup", "price": 11.0, "old_price": 10.0})");
  EXPECT_EQ(walk.messages.size(), 1u);
  EXPECT_EQ(walk.record.profile.attributes.back().second, base::Value("p2"));
}

TEST(ExamplesTest, CheckoutOffer) {
  Walk walk("checkout-offer");
  walk.Happen("Checkout Left", R"({"total": 50})");
  EXPECT_EQ(walk.SentOn(), "in_app webhook");
  EXPECT_THAT(walk.Part(0, "text"), HasSubstr("45"));
  EXPECT_EQ(walk.Part(1, "body"), R"({"customer":"ada","offer":"checkout","total":50})");
  walk.Pass(absl::Minutes(10));
  ASSERT_EQ(walk.SentOn(), "in_app webhook in_app");
  EXPECT_EQ(walk.Part(2, "withdraws"), journey::SendIdText(walk.messages[0].send_id));
}

TEST(ExamplesTest, Survey) {
  Walk walk("survey");
  walk.Happen("Order Delivered", R"({"order_id": "o1"})");
  walk.Pass(kDay * 20);
  EXPECT_EQ(walk.SentOn(), "email email email");
  EXPECT_EQ(walk.Stat("ended:no-answer"), 1);
}

TEST(ExamplesTest, LostInterestSetsOffInterestLost) {
  Walk walk("lost-interest");
  walk.Apply(ExampleOf("interest-lost"));
  for (int i = 0; i < 3; ++i) walk.Happen("Product Viewed", R"({"product_id": "p1"})");
  walk.Pass(kDay * 3);
  ASSERT_EQ(walk.record.profile.audiences.size(), 1u);
  EXPECT_EQ(walk.record.profile.audiences[0].audience, "retarget");
  EXPECT_EQ(walk.SentOn(), "email");
  EXPECT_EQ(walk.Part(0, "text"), "You looked at p1.");
  walk.Happen("Order Completed");
  EXPECT_TRUE(walk.record.profile.audiences.empty());
  EXPECT_TRUE(walk.record.runs.empty());
}

TEST(ExamplesTest, Newsletter) {
  Walk walk("newsletter");
  walk.record.profile.consents.clear();
  walk.Happen("Form Sent", R"({"form": "f1"})");
  EXPECT_EQ(walk.Part(0, "text"), "Then follow https://shop.example/forms/f1");
  walk.Happen("Link Followed", R"({"form": "f2"})");
  EXPECT_TRUE(walk.record.profile.consents.empty());
  walk.Happen("Link Followed", R"({"form": "f1"})");
  ASSERT_EQ(walk.record.profile.consents.size(), 1u);
  EXPECT_EQ(walk.record.profile.consents[0].category, "newsletter");
  EXPECT_EQ(walk.record.profile.consents[0].source, "confirmed form");
}

TEST(ExamplesTest, OfferOfTheWeek) {
  Walk walk("offer-of-the-week");
  walk.Happen("Offer Found", R"({"offer": "Blue mug"})");
  ASSERT_EQ(walk.messages.size(), 1u);
  EXPECT_EQ(walk.Last(customer::DecisionKind::kChosen).channel, walk.messages[0].channel);
}

TEST(ExamplesTest, EveningReading) {
  Walk walk("evening-reading");
  walk.Happen("Article Published", R"({"title": "Mugs"})");
  const absl::Time chosen = walk.Last(customer::DecisionKind::kTimed).until;
  walk.Pass(absl::Hours(24));
  ASSERT_EQ(walk.messages.size(), 1u);
  EXPECT_EQ(walk.messages[0].at, chosen);
}

TEST(ExamplesTest, LowStock) {
  Walk walk("low-stock");
  walk.Happen("Product Viewed", R"({"product_id": "p1", "name": "Blue mug", "price": 9.5})");
  walk.Happen("Low Stock", R"({"product_id": "p2", "left": 3})");
  walk.Happen("Low Stock", R"({"product_id": "p1", "left": 30})");
  EXPECT_EQ(walk.SentOn(), "");
  walk.Happen("Low Stock", R"({"product_id": "p1", "left": 3})");
  EXPECT_EQ(walk.Part(0, "title"), "Blue mug: only a few left");
}

TEST(ExamplesTest, OrderConfirmation) {
  Walk walk("order-confirmation");
  walk.Happen("Order Completed", R"({"order_id": "o1", "total": 20.5, "currency": "eur",
      "products": [{"name": "Mug", "quantity": 2, "price": 10.25}]})");
  ASSERT_EQ(walk.SentOn(), "email");
  EXPECT_THAT(walk.Part(0, "html"), HasSubstr("2 × Mug: 10.25"));
}

// An example that nobody runs is one that may not do what the page says.
TEST(ExamplesTest, BigSpender) {
  Walk walk("big-spender");
  walk.Happen("Order Completed", R"({"order_id": "1", "total": 499.99})");
  walk.Pass(29 * kDay);
  EXPECT_EQ(walk.SentOn(), "");
  walk.Happen("Order Completed", R"({"order_id": "2", "total": 0.01})");
  walk.Pass(kDay);
  EXPECT_EQ(walk.SentOn(), "email");

  Walk generous("big-spender");
  generous.Happen("Order Completed", R"({"order_id": "1", "total": 1200})");
  generous.Happen("Order Completed", R"({"order_id": "2", "total": 800})");
  generous.Pass(2 * kDay);
  EXPECT_EQ(generous.SentOn(), "");
}

TEST(ExamplesTest, NoneIsLeftOut) {
  std::ifstream input("tests/docs/examples_test.cc");
  const std::string text{std::istreambuf_iterator<char>(input), {}};
  for (const Example& example : CompleteJourneys("docs/journeys.md")) {
    const std::string name = example.text.substr(9, example.text.find('\n') - 9);
    EXPECT_TRUE(absl::StrContains(text, absl::StrCat("(\"", name, "\")"))) << name;
  }
}

}  // namespace
}  // namespace usher
