#include "customer/absorb.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "base/json.h"

namespace usher::customer {
namespace {

using testing::ElementsAre;

const absl::Time kNoon = absl::FromUnixSeconds(43'200);
absl::Time At(int minute) { return kNoon + absl::Minutes(minute); }

Record Wanting(const std::string& visitor) {
  Record record;
  WantMerge(visitor, Limits(), &record);
  return record;
}

TEST(AbsorbTest, IsWantedOnceAndDoneOnce) {
  Record customer = Wanting("v");
  WantMerge("v", Limits(), &customer);
  EXPECT_THAT(customer.pending_merges, ElementsAre("v"));
  Record left;
  left.events_total = 3;
  EXPECT_TRUE(Absorb("v", left, Limits(), &customer));
  EXPECT_FALSE(Absorb("v", left, Limits(), &customer));
  EXPECT_EQ(customer.events_total, 3u);
  EXPECT_THAT(customer.pending_merges, ElementsAre("v"));
  FinishMerge("v", &customer);
  WantMerge("v", Limits(), &customer);
  EXPECT_TRUE(customer.pending_merges.empty());
}

TEST(AbsorbTest, NoMoreMergesAreWantedThanTheLimit) {
  Limits limits;
  limits.merges_max = 1;
  Record customer;
  WantMerge("v", limits, &customer);
  WantMerge("w", limits, &customer);
  EXPECT_THAT(customer.pending_merges, ElementsAre("v"));
}

TEST(AbsorbTest, AVisitorsWithdrawalThatIsNotOlderTakesThePlaceOfTheCustomersConsent) {
  const auto word = [](Channel channel, bool granted, int minute) {
    Consent consent;
    consent.channel = channel;
    consent.granted = granted;
    consent.at = At(minute);
    return consent;
  };
  Record customer = Wanting("v");
  customer.profile.consents = {word(Channel::kSms, true, 1), word(Channel::kEmail, false, 3),
                               word(Channel::kPush, true, 2)};
  Record left;
  left.profile.consents = {word(Channel::kSms, false, 2), word(Channel::kEmail, true, 2),
                           word(Channel::kPush, false, 2), word(Channel::kChat, true, 1)};
  ASSERT_TRUE(Absorb("v", left, Limits(), &customer));
  EXPECT_THAT(customer.profile.consents,
              ElementsAre(word(Channel::kSms, false, 2), word(Channel::kEmail, false, 3),
                          word(Channel::kPush, false, 2), word(Channel::kChat, true, 1)));
}

TEST(AbsorbTest, TheLaterPurchaseCounts) {
  Record customer = Wanting("v");
  Record left;
  left.last_purchase_at = At(5);
  ASSERT_TRUE(Absorb("v", left, Limits(), &customer));
  EXPECT_EQ(customer.last_purchase_at, At(5));
}

TEST(AbsorbTest, MessagesToBeTakenBackAreTakenBackByTheCustomer) {
  Record customer = Wanting("v");
  Record left;
  PendingSend withdrawal;
  withdrawal.id = 7;
  withdrawal.run_id = 1;
  withdrawal.withdraws = 5;
  PendingSend orphan;
  orphan.id = 8;
  orphan.run_id = 1;
  left.sends = {withdrawal, orphan};
  ASSERT_TRUE(Absorb("v", left, Limits(), &customer));
  ASSERT_EQ(customer.sends.size(), 1u);
  EXPECT_EQ(customer.sends[0].id, 7u);
}

TEST(AbsorbTest, WhatBothHaveStaysTheCustomers) {
  Record customer = Wanting("v");
  customer.profile.locale = "de";
  customer.profile.attributes = {{"a", base::Value("mine")}};
  customer.profile.addresses = {{Channel::kSms, "mine"}};
  customer.profile.consents = {{Channel::kSms, "", false, kNoon, ""}};
  Record left;
  left.profile.locale = "fr";
  left.profile.country = "FR";
  left.profile.attributes = {{"a", base::Value("yours")}, {"b", base::Value("yours")}};
  left.profile.addresses = {{Channel::kSms, "yours"}, {Channel::kPush, "yours"}};
  left.profile.consents = {{Channel::kSms, "", true, At(1), ""},
                           {Channel::kPush, "", true, At(1), ""}};
  ASSERT_TRUE(Absorb("v", left, Limits(), &customer));
  EXPECT_EQ(customer.profile.locale, "de");
  EXPECT_EQ(customer.profile.country, "FR");
  EXPECT_EQ(customer.profile.attributes[0].second, base::Value("mine"));
  EXPECT_EQ(customer.profile.attributes.size(), 2u);
  EXPECT_THAT(customer.profile.addresses,
              ElementsAre(Address{Channel::kSms, "mine"}, Address{Channel::kPush, "yours"}));
  EXPECT_FALSE(customer.profile.consents[0].granted);
  EXPECT_EQ(customer.profile.consents.size(), 2u);
}

TEST(AbsorbTest, DevicesOfTheVisitorAreTheCustomersAsFarAsThereIsRoom) {
  Record customer = Wanting("v");
  customer.profile.addresses = {
      {Channel::kPush, "1"}, {Channel::kPush, "2"}, {Channel::kPush, "3"}};
  Record left;
  left.profile.addresses = {
      {Channel::kPush, "2"}, {Channel::kPush, "4"}, {Channel::kPush, "5"}, {Channel::kPush, "6"}};
  ASSERT_TRUE(Absorb("v", left, Limits(), &customer));
  EXPECT_THAT(customer.profile.addresses,
              ElementsAre(Address{Channel::kPush, "1"}, Address{Channel::kPush, "2"},
                          Address{Channel::kPush, "3"}, Address{Channel::kPush, "4"},
                          Address{Channel::kPush, "5"}));
}

TEST(AbsorbTest, ContactsAndHistoriesAreInOrderOfTime) {
  Record customer = Wanting("v");
  customer.contacts = {{At(1), Channel::kSms, "", 1}, {At(5), Channel::kSms, "", 2}};
  customer.histories = {{"Seen", {At(1), At(5)}}};
  Record left;
  left.contacts = {{At(3), Channel::kPush, "", 3}};
  left.histories = {{"Seen", {At(3)}}, {"Left", {At(4)}}};
  ASSERT_TRUE(Absorb("v", left, Limits(), &customer));
  ASSERT_EQ(customer.contacts.size(), 3u);
  EXPECT_EQ(customer.contacts[1].send_id, 3u);
  EXPECT_THAT(customer.histories[0].times, ElementsAre(At(1), At(3), At(5)));
  EXPECT_THAT(customer.histories[1].times, ElementsAre(At(4)));
}

TEST(AbsorbTest, HistoriesKeepTheLatestWithinTheLimit) {
  Limits limits;
  limits.history_max = 2;
  Record customer = Wanting("v");
  customer.histories = {{"Seen", {At(1), At(5)}}};
  Record left;
  left.histories = {{"Seen", {At(3)}}};
  ASSERT_TRUE(Absorb("v", left, limits, &customer));
  EXPECT_THAT(customer.histories[0].times, ElementsAre(At(3), At(5)));
}

TEST(AbsorbTest, EventsSeenAreKnownInTheOrderTheyArrived) {
  Record customer = Wanting("v");
  customer.seen = {{1, 1, 0, 0}, {2, 5, 0, 0}};
  Record left;
  left.seen = {{3, 3, 7, 1}};
  left.forgot_events = true;
  ASSERT_TRUE(Absorb("v", left, Limits(), &customer));
  EXPECT_THAT(customer.seen,
              ElementsAre(SeenEvent{1, 1, 0, 0}, SeenEvent{3, 3, 7, 1}, SeenEvent{2, 5, 0, 0}));
  EXPECT_TRUE(customer.forgot_events);
}

TEST(AbsorbTest, RunsComeWithTheirMessagesUnlessTheCustomerIsInThatJourney) {
  Record customer = Wanting("v");
  customer.runs.resize(1);
  customer.runs[0].id = 1;
  customer.runs[0].journey = "cart";
  Record left;
  left.runs.resize(2);
  left.runs[0].id = 2;
  left.runs[0].journey = "cart";
  left.runs[1].id = 3;
  left.runs[1].journey = "news";
  left.sends.resize(2);
  left.sends[0].run_id = 2;
  left.sends[1].run_id = 3;
  left.marks = {{"cart", 0, At(1), 1}};
  ASSERT_TRUE(Absorb("v", left, Limits(), &customer));
  ASSERT_EQ(customer.runs.size(), 2u);
  EXPECT_EQ(customer.runs[1].id, 3u);
  ASSERT_EQ(customer.sends.size(), 1u);
  EXPECT_EQ(customer.sends[0].run_id, 3u);
  EXPECT_EQ(customer.marks.size(), 1u);
}

TEST(AbsorbTest, AVisitorIsHandedOverToOneCustomer) {
  Record visitor;
  EXPECT_TRUE(HandOver("ada", &visitor));
  EXPECT_TRUE(HandOver("eve", &visitor));
  EXPECT_EQ(visitor.merged_into, "ada");
}

TEST(AbsorbTest, AVisitorStaysWhileAMessageIsUnderWay) {
  Record visitor;
  visitor.sends.resize(1);
  visitor.sends[0].phase = SendPhase::kGranted;
  EXPECT_FALSE(HandOver("ada", &visitor));
  visitor.sends[0].phase = SendPhase::kWanted;
  EXPECT_TRUE(HandOver("ada", &visitor));
}

TEST(AbsorbTest, OnlyTheSignStaysOfAVisitorTakenOver) {
  Record visitor;
  visitor.created_at = At(1);
  visitor.events_total = 4;
  visitor.runs.resize(1);
  ASSERT_TRUE(HandOver("ada", &visitor));
  ForgetHandedOver(&visitor);
  Record expected;
  expected.created_at = At(1);
  expected.merged_into = "ada";
  EXPECT_EQ(visitor, expected);
}

MergeEvent Event(const std::string& name, int minute) { return {name, At(minute), {}, {}}; }

std::vector<std::string> Kept(const Record& customer) {
  std::vector<std::string> kept;
  for (const MergeEvent& event : customer.merge_events) {
    kept.push_back(event.name + std::to_string(absl::ToInt64Minutes(event.at - kNoon)));
  }
  return kept;
}

TEST(MergeEventsTest, AreKeptOnlyWhileAVisitorIsAwaited) {
  Record customer;
  KeepForVisitors(Event("a", 1), Limits(), &customer);
  WantMerge("v", Limits(), &customer);
  EXPECT_TRUE(AwaitsVisitors(customer));
  KeepForVisitors(Event("b", 2), Limits(), &customer);
  ASSERT_TRUE(Absorb("v", Record(), Limits(), &customer));
  EXPECT_FALSE(AwaitsVisitors(customer));
  KeepForVisitors(Event("c", 3), Limits(), &customer);
  EXPECT_THAT(Kept(customer), ElementsAre("b2"));
}

TEST(MergeEventsTest, BeyondTheLimitTheOldestThatCameAgainGivesWay) {
  Limits limits;
  limits.merge_events_max = 3;
  Record customer = Wanting("v");
  int minute = 0;
  for (const char* name : {"order", "view", "view"}) {
    KeepForVisitors(Event(name, ++minute), limits, &customer);
  }
  EXPECT_THAT(Kept(customer), ElementsAre("order1", "view2", "view3"));
  KeepForVisitors(Event("view", 4), limits, &customer);
  EXPECT_THAT(Kept(customer), ElementsAre("order1", "view3", "view4"));
  KeepForVisitors(Event("login", 5), limits, &customer);
  EXPECT_THAT(Kept(customer), ElementsAre("order1", "view4", "login5"));
  KeepForVisitors(Event("like", 6), limits, &customer);
  EXPECT_THAT(Kept(customer), ElementsAre("view4", "login5", "like6"));
}

TEST(MergeEventsTest, TheLargestPropertiesAreLeftOut) {
  Limits limits;
  limits.merge_event_bytes_max = 27;
  Record customer = Wanting("v");
  base::Value properties{base::Value::Map{{"total", base::Value(std::int64_t{5})},
                                          {"items", base::Value(std::string(40, 'x'))},
                                          {"id", base::Value("abcdefg")}}};
  KeepForVisitors({"order", At(1), properties, {}}, limits, &customer);
  EXPECT_EQ(base::ToJson(customer.merge_events[0].properties), R"({"total":5,"id":"abcdefg"})");
  --limits.merge_event_bytes_max;
  KeepForVisitors({"order", At(2), properties, {}}, limits, &customer);
  EXPECT_EQ(base::ToJson(customer.merge_events[1].properties), R"({"total":5,"id":"abcdefg"})");
  --limits.merge_event_bytes_max;
  KeepForVisitors({"order", At(3), properties, {}}, limits, &customer);
  EXPECT_EQ(base::ToJson(customer.merge_events[2].properties), R"({"total":5})");
}

TEST(EarliestDueTest, IsTheEarliestOfRunsMessagesAndMerges) {
  Record record;
  EXPECT_EQ(EarliestDue(record), absl::InfiniteFuture());
  record.runs.resize(1);
  record.runs[0].due = At(9);
  EXPECT_EQ(EarliestDue(record), At(9));
  record.sends.resize(1);
  record.sends[0].phase = SendPhase::kGranted;
  record.sends[0].retry_at = At(1);
  record.sends[0].lease_until = At(8);
  EXPECT_EQ(EarliestDue(record), At(8));
  record.sends[0].phase = SendPhase::kWanted;
  EXPECT_EQ(EarliestDue(record), At(1));
  record.last_at = At(0);
  record.pending_merges = {"v"};
  EXPECT_EQ(EarliestDue(record), At(0) + absl::Seconds(5));
  record.merged_into = "ada";
  EXPECT_EQ(EarliestDue(record), absl::InfiniteFuture());
}

}  // namespace
}  // namespace usher::customer
