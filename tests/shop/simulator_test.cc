#include "shop/simulator.h"

#include <map>
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "base/hash.h"
#include "base/json.h"
#include "shop/country.h"
#include "shop/fitted.h"

namespace usher::shop {
namespace {

std::string Transcript(const SimulatorConfig& config) {
  Simulator simulator(config);
  Event event;
  std::string lines;
  while (simulator.Next(&event)) AppendJsonLine(event, &lines);
  return lines;
}

std::map<std::string, int> CountNames(const SimulatorConfig& config) {
  Simulator simulator(config);
  Event event;
  std::map<std::string, int> names;
  while (simulator.Next(&event)) ++names[event.name];
  return names;
}

TEST(SimulatorTest, GivesTheSameBytesForTheSameSeed) {
  const SimulatorConfig config{.customers = 200, .seed = 7};
  const std::string first = Transcript(config);
  EXPECT_FALSE(first.empty());
  EXPECT_EQ(first, Transcript(config));
}

TEST(SimulatorTest, GivesOtherEventsForAnotherSeed) {
  EXPECT_NE(Transcript({.customers = 50, .seed = 1}), Transcript({.customers = 50, .seed = 2}));
}

// Recorded once: a machine, compiler or library on which this differs breaks the promise that
// simulations can be compared between machines.
TEST(SimulatorTest, GivesTheRecordedBytes) {
  const base::Digest digest = base::Hash128(Transcript({.customers = 300, .days = 20, .seed = 42}));
  EXPECT_EQ(base::ToHex({digest.data(), digest.size()}), "6f2194db5e1a7a6b5b04381b40472111");
}

TEST(SimulatorTest, KeepsTimeOrderAndBoundsAndUniqueIds) {
  const SimulatorConfig config{.customers = 500, .days = 10, .seed = 3};
  Simulator simulator(config);
  Event event;
  absl::Time last = config.from;
  std::set<std::string> ids;
  while (simulator.Next(&event)) {
    EXPECT_LE(last, event.time);
    last = event.time;
    EXPECT_TRUE(ids.insert(event.id).second) << event.id;
  }
  EXPECT_GT(ids.size(), 1000u);
  EXPECT_LT(last, config.from + absl::Hours(24 * 10));
  EXPECT_FALSE(simulator.Next(&event));
}

TEST(SimulatorTest, MeetsThePublishedRatiosInAMonthOfTwoThousandCustomers) {
  // About 700 orders a month: one standard deviation of their number is 4 %.
  double views = 0, adds = 0, orders = 0;
  for (const std::uint64_t seed : {1, 2, 3}) {
    std::map<std::string, int> names = CountNames({.customers = 2000, .seed = seed});
    views += names["Product Viewed"];
    adds += names["Product Added"];
    orders += names["Order Completed"];
    EXPECT_NEAR(names["Product Viewed"] / static_cast<double>(names["Order Completed"]),
                fitted::kViewsPerOrder, 0.15 * fitted::kViewsPerOrder);
    EXPECT_NEAR(names["Product Added"] / static_cast<double>(names["Order Completed"]),
                fitted::kAddsPerOrder, 0.15 * fitted::kAddsPerOrder);
  }
  EXPECT_NEAR(views / orders, fitted::kViewsPerOrder, 0.08 * fitted::kViewsPerOrder);
  EXPECT_NEAR(adds / orders, fitted::kAddsPerOrder, 0.05 * fitted::kAddsPerOrder);
}

TEST(SimulatorTest, BuysAsOftenAsTheLog) {
  const double weeks = 30.0 / 7.0;
  const double expected = weeks * fitted::kPurchaseRateShape / fitted::kPurchaseRateWeeks;
  const double orders = CountNames({.customers = 10'000, .seed = 5})["Order Completed"];
  // New customers come in the middle of the days, so a little less.
  EXPECT_NEAR(orders / 10'000, expected, 0.08 * expected);
}

TEST(SimulatorTest, MakesLargeOrdersForTrade) {
  Simulator simulator({.customers = 2000, .seed = 4, .baskets = Baskets::kTrade});
  Event event;
  double orders = 0, lines = 0;
  while (simulator.Next(&event)) {
    if (event.name != "Order Completed") continue;
    const auto properties = base::ParseJson(event.properties, {.bytes_max = 1 << 20});
    ASSERT_TRUE(properties.ok());
    ++orders;
    lines += static_cast<double>(properties->Find("products")->as_list()->size());
  }
  EXPECT_NEAR(lines / orders, 26.16, 4.0);
}

TEST(SimulatorTest, AddsUpWhatAnOrderCosts) {
  Simulator simulator({.customers = 500, .seed = 6});
  Event event;
  int orders = 0;
  while (simulator.Next(&event)) {
    if (event.name != "Order Completed") continue;
    ++orders;
    const auto properties = base::ParseJson(event.properties);
    ASSERT_TRUE(properties.ok()) << event.properties;
    double sum = *properties->Find("shipping")->as_double();
    for (const base::Value& product : *properties->Find("products")->as_list()) {
      sum += *product.Find("price")->as_double() *
             static_cast<double>(*product.Find("quantity")->as_int());
    }
    EXPECT_NEAR(*properties->Find("total")->as_double(), sum, 0.001) << event.properties;
  }
  EXPECT_GT(orders, 50);
}

TEST(SimulatorTest, OrdersOnlyWhatWasAddedBefore) {
  Simulator simulator({.customers = 300, .days = 60, .seed = 8});
  Event event;
  std::map<std::string, std::set<std::string>> added;  // by cart
  int bought = 0;
  while (simulator.Next(&event)) {
    const auto properties = base::ParseJson(event.properties);
    ASSERT_TRUE(properties.ok());
    if (event.name == "Product Added") {
      added[*properties->Find("cart_id")->as_string()].insert(
          *properties->Find("product_id")->as_string());
    } else if (event.name == "Order Completed") {
      for (const base::Value& product : *properties->Find("products")->as_list()) {
        ++bought;
        EXPECT_EQ(added[*properties->Find("cart_id")->as_string()].count(
                      *product.Find("product_id")->as_string()),
                  1u);
      }
    }
  }
  EXPECT_GT(bought, 100);
}

TEST(SimulatorTest, CarriesBothIdsOnlyWhereAVisitorSignsUp) {
  Simulator simulator({.customers = 2000, .seed = 9});
  Event event;
  int signed_up = 0, anonymous = 0;
  while (simulator.Next(&event)) {
    if (event.name == "Signed Up") {
      ++signed_up;
      EXPECT_FALSE(event.customer_id.empty());
      EXPECT_FALSE(event.anonymous_id.empty());
    } else {
      EXPECT_NE(event.customer_id.empty(), event.anonymous_id.empty()) << event.id;
      anonymous += event.customer_id.empty();
    }
  }
  EXPECT_GT(signed_up, 50);
  EXPECT_GT(anonymous, signed_up);
}

TEST(SimulatorTest, FollowsTheWeekAndTheDay) {
  Simulator simulator({.customers = 5000, .days = 28, .seed = 10});
  Event event;
  absl::TimeZone london;
  ASSERT_TRUE(absl::LoadTimeZone("Europe/London", &london));
  int noon = 0, night = 0;
  while (simulator.Next(&event)) {
    const int hour = absl::ToCivilHour(event.time, london).hour();
    noon += hour == 12;
    night += hour == 3;
  }
  EXPECT_GT(noon, 8 * night);
  EXPECT_GT(night, 0);
}

}  // namespace
}  // namespace usher::shop
