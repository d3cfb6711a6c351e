// What comes back about messages.

#include "journey/feedback.h"

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
using testing::HasSubstr;

constexpr char kReminder[] = R"(
journey: cart
enter: { on: Go, key: event.n, reenter: {} }
steps:
  - send: { id: reminder, channels: [CHANNEL], category: offers, template: cart-left, expire: 2d }
  - wait: { until: { event: Message Opened, of: reminder }, at_most: 3d, else: nudge }
  - exit: { reason: seen }
  - id: nudge
    exit: { reason: not seen }
templates:
  cart-left:
    sms: { text: Hi }
    email: { subject: Hi, text: Hi }
)";

std::string Reminder(const std::string& channel) {
  std::string yaml = kReminder;
  yaml.replace(yaml.find("CHANNEL"), 7, channel);
  return yaml;
}

// A walk with a message sent on `channel`, and reports about it.
struct Sent {
  explicit Sent(const std::string& channel = "email") : walk(Reminder(channel)) {
    Go("1");
    EXPECT_EQ(walk.messages.size(), 1u);
  }
  void Go(const std::string& n) { walk.Happen("Go", absl::StrCat("{\"n\": \"", n, "\"}")); }
  FeedbackInput About(FeedbackKind kind, const std::string& id = "f") const {
    FeedbackInput feedback;
    feedback.id = id;
    feedback.kind = kind;
    feedback.send_id = walk.messages.at(0).send_id;
    feedback.at = walk.now;
    return feedback;
  }
  FeedbackInput Bounce(const std::string& address) const {
    FeedbackInput bounce = About(FeedbackKind::kBounced);
    bounce.permanent = true;
    bounce.address = address;
    return bounce;
  }
  bool IsDead(Channel channel) const {
    for (const auto& address : walk.record.profile.addresses) {
      if (address.channel == channel) return address.dead;
    }
    return false;
  }

  JourneyWalk walk;
};

TEST(FeedbackTest, AReactionEndsTheWaitForIt) {
  Sent sent;
  EXPECT_TRUE(sent.walk.Give(sent.About(FeedbackKind::kDelivered, "d")).status.ok());
  EXPECT_EQ(sent.walk.record.runs.size(), 1u);
  EXPECT_TRUE(sent.walk.Give(sent.About(FeedbackKind::kOpened, "o")).status.ok());
  EXPECT_EQ(sent.walk.Last(DecisionKind::kEnded).detail, "seen");
  EXPECT_TRUE(sent.walk.record.contacts.at(0).reacted);
  EXPECT_TRUE(sent.walk.Give(sent.About(FeedbackKind::kDelivered, "late")).status.ok());
}

TEST(FeedbackTest, ItStartsJourneysThatKnowWhatItIsAbout) {
  Sent sent;
  sent.walk.Apply(R"(
journey: clicked
enter:
  on: Message Clicked
  when: event.journey == "cart" && event.step == "reminder" && event.template == "cart-left" &&
        event.channel == "email" && event.link == "https://shop.example/a"
steps: [ wait: { for: 1h } ]
)");
  FeedbackInput click = sent.About(FeedbackKind::kClicked);
  click.link = "https://shop.example/a";
  EXPECT_EQ(sent.walk.Give(click).runs_entered, 1u);
}

TEST(FeedbackTest, WhatItIsAboutIsKnownWhenItsRunIsOver) {
  Sent sent;
  sent.walk.Pass(absl::Hours(24 * 4));
  EXPECT_TRUE(sent.walk.record.runs.empty());
  sent.walk.Apply(R"(
journey: bounced
enter:
  on: Message Bounced
  when: event.step == "reminder" && event.template == "cart-left" && event.channel == "email" &&
        !event.permanent && event.detail == "mailbox full"
steps: [ wait: { for: 1h } ]
)");
  FeedbackInput bounce = sent.About(FeedbackKind::kBounced);
  bounce.detail = "mailbox full";
  EXPECT_EQ(sent.walk.Give(bounce).runs_entered, 1u);
  EXPECT_FALSE(sent.IsDead(Channel::kEmail));
  EXPECT_EQ(sent.walk.Last(DecisionKind::kFeedback).detail, "bounced for now: mailbox full");
}

TEST(FeedbackTest, TheSameReportTwiceCountsOnce) {
  Sent sent;
  sent.walk.Apply(R"(
journey: twice
enter: { on: Message Delivered, when: 'count("Message Delivered") == 2' }
steps: [ wait: { for: 1h } ]
)");
  EXPECT_FALSE(sent.walk.Give(sent.About(FeedbackKind::kDelivered)).duplicate);
  const int before = static_cast<int>(sent.walk.record.decisions.size());
  EXPECT_TRUE(sent.walk.Give(sent.About(FeedbackKind::kDelivered)).duplicate);
  EXPECT_EQ(static_cast<int>(sent.walk.record.decisions.size()), before);
  FeedbackInput other = sent.About(FeedbackKind::kOpened);
  other.payload_hash = 1;
  EXPECT_EQ(sent.walk.Give(other).status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(sent.walk.Give(sent.About(FeedbackKind::kDelivered, "g")).runs_entered, 1u);
}

TEST(FeedbackTest, AnEventOfTheSameIdIsSomethingElse) {
  Sent sent;
  EventInput event = sent.walk.Event("Note");
  event.id = "f";
  sent.walk.Give(event);
  EXPECT_FALSE(sent.walk.Give(sent.About(FeedbackKind::kOpened)).duplicate);
}

TEST(FeedbackTest, AHardBounceMakesTheAddressDeadUntilAnotherIsGiven) {
  Sent sent;
  EXPECT_TRUE(sent.walk.Give(sent.Bounce("Ada@Example.org")).status.ok());
  EXPECT_TRUE(sent.IsDead(Channel::kEmail));
  sent.Go("2");
  EXPECT_EQ(sent.walk.messages.size(), 1u);
  EXPECT_EQ(sent.walk.Last(DecisionKind::kUnreachable).detail, "");
  EXPECT_THAT(sent.walk.Said(), HasSubstr("unreachable:the address is dead"));
  ProfileInput anew;
  anew.addresses = {{Channel::kEmail, "ada@example.net"}};
  sent.walk.Give(anew);
  sent.Go("3");
  EXPECT_EQ(sent.walk.messages.size(), 2u);
}

TEST(FeedbackTest, LongWordsOfAProviderAreCutBetweenCharacters) {
  Sent sent("email");
  FeedbackInput bounce = sent.About(FeedbackKind::kBounced);
  for (int i = 0; i < 150; ++i) bounce.detail += "ü";
  bounce.detail.insert(0, "x");
  EXPECT_TRUE(sent.walk.Give(bounce).status.ok());
  const std::string detail = sent.walk.Last(DecisionKind::kFeedback).detail;
  EXPECT_EQ(detail.size(), std::string("bounced for now: ").size() + 199);
  EXPECT_EQ(detail.substr(detail.size() - 2), "ü");
}

TEST(FeedbackTest, ABounceOfAnAddressThatWasChangedLeavesTheNewOneAlone) {
  Sent sent;
  ProfileInput anew;
  anew.addresses = {{Channel::kEmail, "ada@example.net"}};
  sent.walk.Give(anew);
  EXPECT_TRUE(sent.walk.Give(sent.Bounce("ada@example.org")).status.ok());
  EXPECT_FALSE(sent.IsDead(Channel::kEmail));
  EXPECT_EQ(sent.walk.Last(DecisionKind::kFeedback).detail, "bounced, at no address of today");
}

TEST(FeedbackTest, ATelephoneIsKnownWithoutPlus) {
  Sent sent("sms");
  EXPECT_TRUE(sent.walk.Give(sent.Bounce("431")).status.ok());
  EXPECT_TRUE(sent.IsDead(Channel::kSms));
}

TEST(FeedbackTest, AComplaintWithdrawsTheChannel) {
  Sent sent;
  sent.walk.Give(sent.About(FeedbackKind::kComplained));
  EXPECT_EQ(sent.walk.Last(DecisionKind::kConsent).detail, "withdrawn, source spam complaint");
  sent.Go("2");
  EXPECT_EQ(sent.walk.messages.size(), 1u);
  EXPECT_FALSE(sent.IsDead(Channel::kEmail));
}

TEST(FeedbackTest, AnUnsubscriptionIsFromOneCategoryOrAll) {
  Sent sent;
  FeedbackInput out = sent.About(FeedbackKind::kUnsubscribed, "1");
  out.category = "news";
  sent.walk.Give(out);
  sent.Go("2");
  EXPECT_EQ(sent.walk.messages.size(), 2u);
  out = sent.About(FeedbackKind::kUnsubscribed, "2");
  out.category = "offers";
  sent.walk.Give(out);
  sent.Go("3");
  EXPECT_EQ(sent.walk.messages.size(), 2u);
  EXPECT_EQ(sent.walk.record.profile.consents.back(),
            (customer::Consent{Channel::kEmail, "offers", false, sent.walk.now, "unsubscribed"}));

  Sent all;
  FeedbackInput everywhere = all.About(FeedbackKind::kUnsubscribed);
  everywhere.send_id = 0;
  all.walk.Give(everywhere);
  EXPECT_EQ(all.walk.record.profile.consents.back().channel, Channel::kNone);
  EXPECT_FALSE(all.walk.record.profile.consents.back().granted);
}

TEST(FeedbackTest, AnUnsubscriptionOfBeforeConsentWasGivenAgainSaysNothing) {
  Sent sent;
  FeedbackInput out = sent.About(FeedbackKind::kUnsubscribed, "old");
  const FeedbackInput close = [&] {
    FeedbackInput later = sent.About(FeedbackKind::kUnsubscribed, "close");
    later.at = sent.walk.now + absl::Minutes(50);
    return later;
  }();
  sent.walk.Pass(absl::Hours(1));
  ProfileInput given;
  given.consents = {{Channel::kEmail, "", true, {}, "form"}};
  sent.walk.Give(given);
  sent.walk.Give(out);
  EXPECT_TRUE(sent.walk.record.profile.consents.back().granted);
  EXPECT_EQ(sent.walk.Last(DecisionKind::kFeedback).detail,
            "unsubscribed of before consent was given");
  sent.walk.Give(close);
  EXPECT_FALSE(sent.walk.record.profile.consents.back().granted)
      << "clocks differ, so that it may be the later one";
}

TEST(FeedbackTest, AnOptOutFindsRoomAmongConsentsGiven) {
  Sent sent;
  sent.walk.limits.consents_max = 2;
  ProfileInput more;
  more.consents = {{Channel::kEmail, "offers", true, {}, "form"}};
  sent.walk.Give(more);
  ASSERT_EQ(sent.walk.record.profile.consents.size(), 2u);
  sent.walk.Give(sent.About(FeedbackKind::kComplained, "1"));
  ASSERT_EQ(sent.walk.record.profile.consents.size(), 2u);
  EXPECT_EQ(sent.walk.record.profile.consents[0].channel, Channel::kNone);
  EXPECT_TRUE(sent.walk.record.profile.consents[0].granted);
  EXPECT_EQ(sent.walk.record.profile.consents[1].channel, Channel::kEmail);
  EXPECT_FALSE(sent.walk.record.profile.consents[1].granted);
  // No consent is left that could be forgotten without harm.
  FeedbackInput other = sent.About(FeedbackKind::kUnsubscribed, "2");
  other.channel = Channel::kPush;
  sent.walk.Give(other);
  EXPECT_EQ(sent.walk.record.profile.consents.size(), 2u);
  EXPECT_TRUE(sent.IsDead(Channel::kPush));
}

TEST(FeedbackTest, WhoReactsHasTheMessageWhateverTheProviderSays) {
  JourneyWalk walk(Reminder("email"));
  walk.provider = [](const Message&) { return std::nullopt; };
  walk.Happen("Go", R"({"n": "1"})");
  FeedbackInput opened;
  opened.id = "f";
  opened.kind = FeedbackKind::kOpened;
  opened.send_id = walk.messages.at(0).send_id;
  opened.at = walk.now;
  walk.Give(opened);
  EXPECT_EQ(walk.Last(DecisionKind::kEnded).detail, "seen");
  EXPECT_EQ(walk.Stat("outcome:reminder:sent"), 1);
  // The provider's answer comes after that, and changes nothing.
  const customer::Record before = walk.record;
  walk.Give(OutcomeInput{walk.messages[0].send_id, 1, AttemptResult::kTemporary, "late"});
  EXPECT_EQ(walk.record.contacts, before.contacts);
  EXPECT_EQ(walk.record.decisions, before.decisions);
}

TEST(FeedbackTest, WhatWasDeliveredIsNotSentAgain) {
  JourneyWalk walk(Reminder("sms"));
  walk.provider = [](const Message&) { return AttemptResult::kUnknownRepeatable; };
  walk.Happen("Go", R"({"n": "1"})");
  FeedbackInput delivered;
  delivered.id = "f";
  delivered.send_id = walk.messages.at(0).send_id;
  delivered.at = walk.now;
  walk.Give(delivered);
  walk.Pass(absl::Hours(1));
  EXPECT_EQ(walk.messages.size(), 1u);
  EXPECT_EQ(walk.Stat("outcome:reminder:sent"), 1);
}

TEST(FeedbackTest, NobodyComesToBeByAReceiptButByAWish) {
  JourneyWalk walk;
  walk.record = customer::Record();
  FeedbackInput feedback;
  feedback.id = "f";
  feedback.at = walk.now;
  EXPECT_EQ(walk.Give(feedback).status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(walk.record, customer::Record());
  feedback.kind = FeedbackKind::kUnsubscribed;
  EXPECT_TRUE(walk.Give(feedback).created);
  walk.Give(EraseInput());
  feedback.id = "g";
  EXPECT_EQ(walk.Give(feedback).status.code(), absl::StatusCode::kNotFound);
}

TEST(FeedbackTest, TheChannelMustBeKnown) {
  JourneyWalk walk;
  FeedbackInput complaint;
  complaint.id = "f";
  complaint.kind = FeedbackKind::kComplained;
  complaint.at = walk.now;
  complaint.send_id = 7;
  const InputResult result = walk.Give(complaint);
  EXPECT_EQ(result.status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(result.status.message()), HasSubstr("channel"));
  EXPECT_TRUE(walk.record.seen.empty());
}

TEST(FeedbackTest, WhatConcernsAVisitorIsTheCustomersOnceHeIsKnown) {
  JourneyWalk walk;
  walk.customer = base::CustomerId::Anonymous("cookie");
  walk.record.merged_into = "ada";
  FeedbackInput out;
  out.id = "f";
  out.kind = FeedbackKind::kUnsubscribed;
  out.at = walk.now;
  EXPECT_EQ(walk.Give(out).forward_to, "ada");
}

TEST(FeedbackTest, ConditionsAskHowManyMessagesInARowWereNotAnswered) {
  JourneyWalk walk(R"(
journey: silent
enter: { on: Ask, when: 'unanswered("email") >= 2 && unanswered() == 3', reenter: {} }
steps: [ wait: { for: 1h } ]
)");
  walk.Apply(Reminder("email"));
  const auto ask = [&] { return walk.Happen("Ask").runs_entered; };
  EXPECT_EQ(ask(), 0u);
  walk.Happen("Go", R"({"n": "1"})");
  walk.Happen("Go", R"({"n": "2"})");
  EXPECT_EQ(ask(), 0u);
  walk.record.contacts.push_back({walk.now, Channel::kSms, "offers", 99, "other"});
  EXPECT_EQ(ask(), 1u);
  FeedbackInput opened;
  opened.id = "f";
  opened.kind = FeedbackKind::kOpened;
  opened.send_id = walk.messages.at(0).send_id;
  opened.at = walk.now;
  walk.Give(opened);
  EXPECT_EQ(ask(), 0u);
  EXPECT_EQ(support::ProblemsOf(R"(
journey: j
enter: { on: Go, when: 'unanswered("emial") > 1' }
steps: [ wait: { for: 1h } ]
)")
                .at(0)
                .message,
            "no channel \"emial\"; did you mean email");
}

}  // namespace
}  // namespace usher::journey
