#include "shop/browsing_before.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "shop/log_customers.h"

namespace usher::shop {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'300'000'000);

std::vector<Event> Orders(int count) {
  std::vector<Event> orders;
  for (int i = 0; i < count; ++i) {
    orders.push_back(
        {.id = absl::StrCat("order-", i),
         .customer_id = absl::StrCat(i % 7),
         .anonymous_id = "",
         .name = "Order Completed",
         .time = kStart + absl::Hours(5 * i),
         .properties = absl::StrCat(
             R"({"order_id":")", i, R"(","total":5.0,"country":"France","products":[)",
             R"({"product_id":"A)", i, R"(","name":"Lamp","price":2.5,"quantity":2}]})")});
  }
  return orders;
}

std::vector<Event> Simulated(std::vector<Event> orders, std::uint64_t seed) {
  BrowsingBefore browsing(std::move(orders), seed);
  std::vector<Event> events;
  Event event;
  while (browsing.Next(&event)) events.push_back(event);
  return events;
}

std::string Lines(const std::vector<Event>& events) {
  std::string lines;
  for (const Event& event : events) AppendJsonLine(event, &lines);
  return lines;
}

TEST(BrowsingBeforeTest, MarksWhatItInventsAndLeavesOrdersAsTheyAre) {
  const std::vector<Event> orders = Orders(50);
  std::vector<Event> real;
  int simulated = 0;
  for (const Event& event : Simulated(orders, 1)) {
    if (absl::StartsWith(event.id, "sim-")) {
      ++simulated;
      EXPECT_TRUE(absl::StrContains(event.properties, R"("simulated":true)")) << event.properties;
      EXPECT_NE(event.name, "Order Completed");
    } else {
      real.push_back(event);
    }
  }
  EXPECT_EQ(Lines(real), Lines(orders));
  EXPECT_GT(simulated, 150);
}

TEST(BrowsingBeforeTest, KeepsTimeOrderAndUniqueIds) {
  std::set<std::string> ids;
  absl::Time last = absl::InfinitePast();
  for (const Event& event : Simulated(Orders(200), 2)) {
    EXPECT_LE(last, event.time);
    last = event.time;
    EXPECT_TRUE(ids.insert(event.id).second) << event.id;
  }
}

TEST(BrowsingBeforeTest, LeadsToEveryOrderThroughItsProducts) {
  std::set<std::string> viewed, added;
  int orders = 0;
  for (const Event& event : Simulated(Orders(60), 3)) {
    const std::string order = event.id.substr(event.id.find("order-"));
    const std::string owner = order.substr(0, order.find('-', 6));
    const std::string product = absl::StrCat(R"("product_id":"A)", owner.substr(6), "\"");
    if (event.name == "Product Viewed" && absl::StrContains(event.properties, product)) {
      viewed.insert(owner);
    }
    if (event.name == "Product Added" && absl::StrContains(event.properties, product)) {
      added.insert(owner);
    }
    if (event.name == "Order Completed") {
      ++orders;
      EXPECT_EQ(viewed.count(event.id), 1u) << event.id;
      EXPECT_EQ(added.count(event.id), 1u) << event.id;
    }
  }
  EXPECT_EQ(orders, 60);
}

TEST(BrowsingBeforeTest, DependsOnTheSeedAlone) {
  EXPECT_EQ(Lines(Simulated(Orders(30), 4)), Lines(Simulated(Orders(30), 4)));
  EXPECT_NE(Lines(Simulated(Orders(30), 4)), Lines(Simulated(Orders(30), 5)));
}

TEST(BrowsingBeforeTest, InventsNothingForAnonymousBuyersAndCancellations) {
  std::vector<Event> orders = Orders(2);
  orders[0].customer_id.clear();
  orders[0].anonymous_id = "invoice-1";
  orders[1].name = "Order Cancelled";
  EXPECT_EQ(Simulated(orders, 1).size(), 2u);
}

TEST(LogCustomersTest, CountsOrdersOfKnownCustomers) {
  std::vector<Event> orders = Orders(8);
  orders[1].customer_id.clear();
  orders[2].name = "Order Cancelled";
  const std::vector<LogCustomer> customers = LogCustomers(orders);
  ASSERT_EQ(customers.size(), 6u);
  EXPECT_EQ(customers[0].id, "0");
  EXPECT_EQ(customers[0].country, "France");
  EXPECT_EQ(customers[0].orders, 2);
  EXPECT_EQ(customers[1].id, "2");
  EXPECT_EQ(customers[1].orders, 0);
}

}  // namespace
}  // namespace usher::shop
