// What customers write back.

#include "journey/replies.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "journey/send_id.h"
#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using customer::Channel;
using customer::DecisionKind;
using customer::FeedbackKind;
using support::JourneyWalk;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kNotes[] = R"(
journey: notes
enter: { on: Note, key: event.n, reenter: {} }
steps:
  - send: { id: note, channels: sms, category: offers, template: t, expire: 2d }
templates: { t: { sms: { text: Hi } } }
)";
constexpr char kReceipts[] = R"(
journey: receipts
enter: { on: Order, key: event.n, reenter: {} }
steps:
  - send: { channels: sms, category: transactional, template: t }
templates: { t: { sms: { text: Hi } } }
)";

FeedbackInput Reply(const JourneyWalk& walk, const std::string& id, const std::string& text) {
  FeedbackInput reply;
  reply.id = id;
  reply.kind = FeedbackKind::kReplied;
  reply.channel = Channel::kSms;
  reply.address = "+431";
  reply.text = text;
  reply.at = walk.now;
  return reply;
}

void Note(JourneyWalk& walk, const std::string& n) {
  walk.Happen("Note", absl::StrCat("{\"n\": \"", n, "\"}"));
}

TEST(RepliesTest, AStopWordWithdrawsItsChannelAndAStartWordGivesItBack) {
  JourneyWalk walk(kNotes);
  walk.Apply(kReceipts);
  walk.Give(Reply(walk, "1", " Stop! "));
  EXPECT_EQ(walk.Last(DecisionKind::kConsent).detail, "withdrawn, source stop word");
  Note(walk, "1");
  EXPECT_EQ(walk.SentOn(), "");
  walk.Happen("Order", R"({"n": "1"})");
  EXPECT_EQ(walk.SentOn(), "sms") << "an order is confirmed nevertheless";
  EXPECT_EQ(walk.record.conversation, customer::Conversation());

  walk.Pass(absl::Minutes(1));
  FeedbackInput early = Reply(walk, "2", "START");
  early.at -= absl::Minutes(2);
  walk.Give(early);
  Note(walk, "2");
  EXPECT_EQ(walk.SentOn(), "sms") << "it was written before the stop word";
  walk.Give(Reply(walk, "3", "start"));
  EXPECT_EQ(walk.Last(DecisionKind::kConsent).detail, "given, source start word");
  Note(walk, "3");
  EXPECT_EQ(walk.SentOn(), "sms sms");
}

TEST(RepliesTest, AStartWordGivesNoConsentThatWasNotWithdrawnThere) {
  JourneyWalk walk;
  walk.Give(Reply(walk, "1", "start"));
  EXPECT_EQ(walk.record.profile.consents.size(), 1u);
  ProfileInput everything;
  everything.consents = {{Channel::kNone, "", false, {}, "form"}};
  walk.Give(everything);
  walk.Give(Reply(walk, "2", "start"));
  EXPECT_EQ(walk.record.profile.consents.size(), 1u);
  EXPECT_FALSE(walk.record.profile.consents[0].granted);
}

TEST(RepliesTest, AStopWordIsNoReactionToTheMessage) {
  JourneyWalk walk(kNotes);
  Note(walk, "1");
  FeedbackInput reply = Reply(walk, "1", "stop");
  reply.send_id = walk.messages.at(0).send_id;
  walk.Give(reply);
  EXPECT_FALSE(walk.record.contacts.at(0).reacted);
  reply = Reply(walk, "2", "Nice!");
  reply.send_id = walk.messages.at(0).send_id;
  walk.Give(reply);
  EXPECT_TRUE(walk.record.contacts.at(0).reacted);
}

TEST(RepliesTest, AConversationHoldsMarketingForADayAfterTheLastWord) {
  JourneyWalk walk(kNotes);
  walk.Apply(kReceipts);
  walk.Give(Reply(walk, "1", "Is it blue?"));
  Note(walk, "1");
  walk.Happen("Order", R"({"n": "1"})");
  EXPECT_EQ(walk.messages.size(), 1u);
  EXPECT_EQ(walk.messages[0].category, "transactional");
  EXPECT_EQ(walk.Last(DecisionKind::kHeld).detail, "conversation");
  EXPECT_EQ(walk.Last(DecisionKind::kHeld).until, walk.now + absl::Hours(24));
  EXPECT_EQ(walk.Stat("held:note:conversation"), 1);

  walk.Pass(absl::Hours(10));
  walk.Give(Reply(walk, "2", "Or red?"));
  walk.Pass(absl::Hours(24) - absl::Milliseconds(1));
  EXPECT_EQ(walk.messages.size(), 1u);
  walk.Pass(absl::Milliseconds(1));
  EXPECT_EQ(walk.messages.size(), 2u);
}

TEST(RepliesTest, WhatAConversationHoldsTooLongExpires) {
  JourneyWalk walk(kNotes);
  walk.policy.conversation.hold = absl::Hours(24 * 3);
  walk.Give(Reply(walk, "1", "Hello"));
  Note(walk, "1");
  walk.Pass(absl::Hours(48));
  EXPECT_EQ(walk.Last(DecisionKind::kExpired).detail, "conversation");
  EXPECT_TRUE(walk.messages.empty());
}

TEST(RepliesTest, TheEventThatClosesItLetsMessagesGoAtOnce) {
  JourneyWalk walk(kNotes);
  walk.Give(Reply(walk, "1", "Hello"));
  Note(walk, "1");
  EventInput earlier = walk.Event("Conversation Closed");
  earlier.at -= absl::Seconds(1);
  walk.Give(earlier);
  EXPECT_TRUE(walk.messages.empty()) << "the customer wrote after that";
  walk.Happen("Conversation Closed");
  EXPECT_EQ(walk.messages.size(), 1u);
  EXPECT_EQ(walk.record.conversation, customer::Conversation());
}

TEST(RepliesTest, ThePolicySaysHowLongAndWhatClosesIt) {
  JourneyWalk walk(kNotes);
  walk.policy.conversation.closed_by = "Chat Ended";
  walk.Give(Reply(walk, "1", "Hello"));
  walk.Happen("Conversation Closed");
  Note(walk, "1");
  EXPECT_TRUE(walk.messages.empty());
  walk.Happen("Chat Ended");
  EXPECT_EQ(walk.messages.size(), 1u);
  walk.policy.conversation.hold = absl::ZeroDuration();
  walk.Give(Reply(walk, "2", "Hello again"));
  Note(walk, "2");
  EXPECT_EQ(walk.messages.size(), 2u);
}

TEST(RepliesTest, AReplyOfLongAgoHoldsNothing) {
  JourneyWalk walk(kNotes);
  FeedbackInput late = Reply(walk, "1", "Hello");
  late.at -= absl::Hours(25);
  walk.Give(late);
  Note(walk, "1");
  EXPECT_EQ(walk.messages.size(), 1u);
}

TEST(RepliesTest, JourneysHearWhatWasSaidAndInWhichConversation) {
  JourneyWalk walk(R"(
journey: heard
enter:
  on: Message Replied
  key: event.message_id
  when: event.text == "Hello" && event.channel == "sms" && !has(event.word)
steps:
  - wait: { until: { event: Message Replied, when: event.conversation_id == "CONVERSATION" }, at_most: 1d }
)");
  EXPECT_EQ(walk.Give(Reply(walk, "r1", "Hello")).runs_entered, 1u);
  EXPECT_EQ(walk.run().key, "r1");
  JourneyWalk stop(R"(
journey: heard
enter: { on: Message Replied, when: event.word == "stop" }
steps: [ wait: { for: 1h } ]
)");
  EXPECT_EQ(stop.Give(Reply(stop, "r1", "STOP")).runs_entered, 1u);
}

TEST(RepliesTest, AReplyIsHandedOverUntilItIsTaken) {
  JourneyWalk walk;
  walk.hands_over = true;
  walk.Give(Reply(walk, "r1", "Hello"));
  ASSERT_EQ(walk.record.replies.size(), 1u);
  const customer::Reply reply = walk.record.replies[0];
  EXPECT_EQ(reply.text, "Hello");
  EXPECT_EQ(reply.message_id, "r1");
  EXPECT_THAT(walk.handed_over, ElementsAre(reply.id));
  EXPECT_EQ(customer::EarliestDue(walk.record), walk.now + absl::Seconds(30));
  // The gateway died; whoever wakes the customer hands it over.
  walk.Pass(absl::Seconds(30));
  EXPECT_THAT(walk.handed_over, ElementsAre(reply.id, reply.id));
  walk.Give(HandedOverInput{reply.id, false, "503"});
  EXPECT_EQ(walk.record.replies.size(), 1u);
  walk.Give(HandedOverInput{reply.id, true, ""});
  EXPECT_TRUE(walk.record.replies.empty());
  EXPECT_EQ(customer::EarliestDue(walk.record), absl::InfiniteFuture());
}

TEST(RepliesTest, TheSameReplyIsHandedOverOnce) {
  JourneyWalk walk;
  walk.hands_over = true;
  walk.Give({Reply(walk, "r1", "Hello"), Reply(walk, "r1", "Hello")});
  EXPECT_EQ(walk.handed_over.size(), 1u);
  walk.Give(HandedOverInput{walk.handed_over[0], true, ""});
  EXPECT_TRUE(walk.Give(Reply(walk, "r1", "Hello")).duplicate);
  EXPECT_EQ(walk.handed_over.size(), 1u);
}

TEST(RepliesTest, WhatNobodyTakesForADayIsGivenUp) {
  JourneyWalk walk;
  walk.hands_over = true;
  walk.Give(Reply(walk, "r1", "Hello"));
  walk.Pass(absl::Hours(20));
  EXPECT_EQ(walk.record.replies.size(), 1u);
  walk.Pass(absl::Hours(10));
  EXPECT_TRUE(walk.record.replies.empty());
  EXPECT_EQ(walk.handed_over.size(), 100u);
  EXPECT_THAT(walk.Said(), HasSubstr("feedback:a reply was not handed over, and is not any more"));
}

TEST(RepliesTest, StopWordsAndRepliesWithoutTakerAreNotHandedOver) {
  JourneyWalk walk;
  walk.Give(Reply(walk, "r1", "Hello"));
  EXPECT_TRUE(walk.record.replies.empty());
  walk.hands_over = true;
  walk.Give(Reply(walk, "r2", "STOP"));
  EXPECT_TRUE(walk.handed_over.empty());
}

TEST(RepliesTest, SoManyWaitAndTheOldestIsLost) {
  JourneyWalk walk;
  walk.hands_over = true;
  walk.limits.replies_max = 2;
  for (const char* id : {"1", "2", "3"}) walk.Give(Reply(walk, id, "Hello"));
  ASSERT_EQ(walk.record.replies.size(), 2u);
  EXPECT_EQ(walk.record.replies[0].message_id, "2");
}

TEST(RepliesTest, AnAddressRemembersWhomItWasLastWrittenFor) {
  JourneyWalk walk;
  walk.customer = base::CustomerId::Address("phone");
  walk.record = customer::Record();
  walk.limits.written_to_max = 2;
  EXPECT_FALSE(walk.Give(WrittenToInput{"c:ada"}).duplicate);
  EXPECT_TRUE(walk.Give(WrittenToInput{"c:ada"}).duplicate);
  walk.Give(WrittenToInput{"c:bert"});
  EXPECT_THAT(walk.record.written_to, ElementsAre("c:bert", "c:ada"));
  walk.Give(WrittenToInput{"c:ada"});
  walk.Give(WrittenToInput{"a:cookie"});
  EXPECT_THAT(walk.record.written_to, ElementsAre("a:cookie", "c:ada"));
}

}  // namespace
}  // namespace usher::journey
