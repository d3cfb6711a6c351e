#include "customer/inbox.h"

#include <string>

#include "gtest/gtest.h"

#include "customer/absorb.h"

namespace usher::customer {
namespace {

const absl::Time kNoon = absl::FromUnixSeconds(43'200);

InboxMessage Message(std::uint64_t id, std::size_t bytes = 10) {
  InboxMessage message;
  message.send_id = id;
  message.sent_at = kNoon + absl::Seconds(static_cast<double>(id));
  message.expire_at = message.sent_at + absl::Hours(1);
  message.content = {{"text", std::string(bytes - 4, 'x')}};
  return message;
}

TEST(InboxTest, TheOldestGivesWayToOneTooMany) {
  Record record;
  const Limits limits{.inbox_max = 2};
  for (const std::uint64_t id : {1U, 2U, 3U}) EXPECT_TRUE(PutInInbox(Message(id), limits, &record));
  ASSERT_EQ(record.inbox.size(), 2U);
  EXPECT_EQ(record.inbox[0].send_id, 2U);
  EXPECT_EQ(record.inbox[1].send_id, 3U);
}

TEST(InboxTest, TheOldestGiveWayUntilTheNewOneFits) {
  Record record;
  const Limits limits{.inbox_max = 20, .inbox_bytes_max = 100};
  for (const std::uint64_t id : {1U, 2U, 3U}) PutInInbox(Message(id, 30), limits, &record);
  EXPECT_TRUE(PutInInbox(Message(4, 70), limits, &record));
  ASSERT_EQ(record.inbox.size(), 2U);
  EXPECT_EQ(record.inbox[0].send_id, 3U);
}

TEST(InboxTest, OneThatIsTooLongChangesNothing) {
  Record record;
  const Limits limits{.inbox_bytes_max = 100};
  PutInInbox(Message(1), limits, &record);
  EXPECT_FALSE(PutInInbox(Message(2, 101), limits, &record));
  EXPECT_EQ(record.inbox.size(), 1U);
}

TEST(InboxTest, AMessageGoesAtTheVeryMomentItExpires) {
  Record record;
  PutInInbox(Message(1), Limits(), &record);
  const absl::Time expire_at = record.inbox[0].expire_at;
  EXPECT_EQ(EarliestDue(record), expire_at) << "the agenda wakes the customer for it";
  EXPECT_FALSE(ExpireInbox(expire_at - absl::Milliseconds(1), &record));
  EXPECT_TRUE(ExpireInbox(expire_at, &record));
  EXPECT_TRUE(record.inbox.empty());
}

TEST(InboxTest, WhatNothingWouldTakeBackIsNotTakenOver) {
  Record visitor;
  customer::Run run;
  run.id = 7;
  run.journey = "offer";
  run.sent = {{0, 1}};
  visitor.runs.push_back(run);
  PutInInbox(Message(1), Limits(), &visitor);
  PutInInbox(Message(2), Limits(), &visitor);
  Record customer;
  customer::Run own;
  own.id = 8;
  own.journey = "offer";
  customer.runs.push_back(own);
  WantMerge("v", Limits(), &customer);
  ASSERT_TRUE(Absorb("v", visitor, Limits(), &customer));
  ASSERT_EQ(customer.inbox.size(), 1U);
  EXPECT_EQ(customer.inbox[0].send_id, 2U);
}

}  // namespace
}  // namespace usher::customer
