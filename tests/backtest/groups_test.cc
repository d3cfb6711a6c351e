#include "backtest/groups.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::backtest {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

struct Doing {
  std::string customer;
  std::string visitor;
  int second = 0;
};

EventLog LogOf(const std::vector<Doing>& doings) {
  std::string text;
  for (std::size_t i = 0; i < doings.size(); ++i) {
    const Doing& doing = doings[i];
    absl::StrAppend(&text, R"({"id":"e)", i, R"(","name":"n","time":"2026-03-01T10:00:0)",
                    doing.second, R"(Z")");
    if (!doing.customer.empty())
      absl::StrAppend(&text, R"(,"customer_id":")", doing.customer, "\"");
    if (!doing.visitor.empty()) absl::StrAppend(&text, R"(,"anonymous_id":")", doing.visitor, "\"");
    absl::StrAppend(&text, "}\n");
  }
  Progress progress;
  return *ReadEventLog({{"events", PaddedText::Copy(text)}}, {}, &progress);
}

std::vector<std::string> PeopleOf(const EventLog& log, const Group& group) {
  std::vector<std::string> keys;
  for (const std::uint32_t person : group.people) keys.push_back(log.people[person].key());
  return keys;
}

std::vector<std::string> EventsOf(const Group& group) {
  std::vector<std::string> ids;
  for (const PastEvent* event : group.events) ids.emplace_back(event->id);
  return ids;
}

TEST(GroupsTest, KeepsStrangersApart) {
  const EventLog log = LogOf({{"ada", ""}, {"bob", ""}, {"ada", ""}});
  const Groups groups(log, 1);
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_THAT(EventsOf(groups[0]), ElementsAre("e0", "e2"));
  EXPECT_THAT(EventsOf(groups[1]), ElementsAre("e1"));
}

TEST(GroupsTest, BringsVisitorsAndTheirCustomersTogether) {
  // Two visitors were Ada, and one of them was Bob, too.
  const EventLog log =
      LogOf({{"", "v1"}, {"ada", "v1"}, {"", "v2"}, {"ada", "v2"}, {"bob", "v2"}, {"eve", ""}});
  const Groups groups(log, 1);
  ASSERT_EQ(groups.size(), 2u);
  const std::size_t of_ada = groups.Of(log.parts[0][1].person);
  EXPECT_EQ(groups.Of(log.parts[0][4].person), of_ada);
  EXPECT_THAT(PeopleOf(log, groups[of_ada]),
              UnorderedElementsAre("c:ada", "c:bob", "a:v1", "a:v2"));
}

TEST(GroupsTest, SortsByTimeAndKeepsTheOrderOfOneMoment) {
  const EventLog log = LogOf({{"ada", "", 3}, {"ada", "", 1}, {"ada", "", 3}, {"ada", "", 2}});
  const Groups groups(log, 2);
  EXPECT_THAT(EventsOf(groups[0]), ElementsAre("e1", "e3", "e0", "e2"));
}

TEST(GroupsTest, BringsThoseTogetherWhoShareACountedAddress) {
  const EventLog log = LogOf({{"ada", ""}, {"bob", ""}, {"eve", ""}, {"dan", ""}});
  const auto profile = [](customer::Channel channel, const char* address) {
    customer::ProfileChange change;
    change.addresses = {{channel, address}};
    return change;
  };
  const auto ada = profile(customer::Channel::kSms, "+43 660 1");
  const auto bob = profile(customer::Channel::kSms, "0043-660-1");
  const auto eve = profile(customer::Channel::kWhatsapp, "+43 660 1");
  const auto assumed = profile(customer::Channel::kSms, "assumed");
  channel::Policy policy;
  channel::Cap cap;
  cap.channels.Add(customer::Channel::kSms);
  policy.caps = {cap};
  EXPECT_TRUE(AddressTies(log, {&ada, &bob, &eve, nullptr}, policy).empty());
  policy.caps[0].per_address = true;
  const Groups groups(log, 1, AddressTies(log, {&ada, &bob, &eve, nullptr}, policy));
  ASSERT_EQ(groups.size(), 3u);
  EXPECT_THAT(PeopleOf(log, groups[0]), ElementsAre("c:ada", "c:bob"));
  EXPECT_TRUE(AddressTies(log, {&assumed, &assumed, &assumed, &assumed}, policy).empty());
}

}  // namespace
}  // namespace usher::backtest
