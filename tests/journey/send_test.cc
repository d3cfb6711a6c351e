// Messages from wish to outcome.

#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using customer::Channel;
using customer::DecisionKind;
using support::JourneyWalk;
using testing::HasSubstr;

// A journey of one message; `send` are fields of its send step.
std::string Sending(const std::string& send) {
  return R"(
journey: j
enter: { on: Go, reenter: {} }
steps:
  - send: { id: hello, template: t, )" +
         send + R"( }
  - { id: after, wait: { for: 100d } }
  - { id: otherwise, wait: { for: 100d } }
templates:
  t:
    push: { title: "Hi {{ customer.name }}", body: "{{ event.item }}" }
    sms: { text: "{{ event.item }}" }
    email: { subject: Hi, html: "<p>{{ event.item }}</p>" }
)";
}

channel::Cap DailyCap(std::uint32_t max, std::optional<Channel> channel) {
  channel::Cap cap;
  cap.name = "daily";
  cap.max = max;
  cap.per = absl::Hours(24);
  if (channel) cap.channels.Add(*channel);
  return cap;
}

void Unreach(JourneyWalk& walk, Channel channel) {
  ProfileInput input;
  input.addresses = {{channel, ""}};
  walk.Give(input);
}

TEST(SendTest, TheFirstReachableChannelIsTakenAndTheMessageRendered) {
  JourneyWalk walk(Sending("channels: [push, sms]"));
  ProfileInput profile;
  profile.attributes = {{"name", base::Value("Ada")}};
  walk.Give(profile);
  walk.Happen("Go", R"({"item": "mug"})");
  ASSERT_EQ(walk.messages.size(), 1u);
  const Message& message = walk.messages[0];
  EXPECT_EQ(message.channel, Channel::kPush);
  EXPECT_EQ(message.address, "device");
  EXPECT_EQ(message.category, "marketing");
  EXPECT_EQ(message.content, (RenderedContent{{"title", "Hi Ada"}, {"body", "mug"}}));
  EXPECT_EQ(message.step, "hello");
  EXPECT_EQ(message.expire_at, walk.now + absl::Hours(24));
  EXPECT_EQ(walk.step(), "after");
  EXPECT_EQ(walk.Stat("outcome:hello:sent"), 1);
  EXPECT_EQ(walk.Stat("sent:hello:push"), 1);
  EXPECT_EQ(walk.record.sends.size(), 0u);
  ASSERT_EQ(walk.record.contacts.size(), 1u);
  EXPECT_EQ(walk.record.contacts[0].send_id, message.send_id);
}

TEST(SendTest, HtmlIsEscaped) {
  JourneyWalk walk(Sending("channels: email"));
  walk.Happen("Go", R"({"item": "<b>"})");
  EXPECT_EQ(walk.messages[0].content[1].second, "<p>&lt;b&gt;</p>");
}

TEST(SendTest, WithoutAnAddressTheNextChannelIsTaken) {
  JourneyWalk walk(Sending("channels: [push, sms]"));
  Unreach(walk, Channel::kPush);
  walk.Happen("Go");
  EXPECT_EQ(walk.SentOn(), "sms");
  EXPECT_EQ(walk.Last(DecisionKind::kUnreachable).channel, Channel::kPush);
}

TEST(SendTest, NobodyToReachIsUnreachableAndGoesToElse) {
  JourneyWalk walk(Sending("channels: push, else: otherwise"));
  Unreach(walk, Channel::kPush);
  walk.Happen("Go");
  EXPECT_EQ(walk.SentOn(), "");
  EXPECT_EQ(walk.step(), "otherwise");
  EXPECT_EQ(walk.Stat("outcome:hello:unreachable"), 1);
}

TEST(SendTest, WithdrawnConsentIsOptedOut) {
  JourneyWalk walk(Sending("channels: [push, email]"));
  ProfileInput input;
  input.consents = {{Channel::kPush, "", false, {}, "app"}, {Channel::kEmail, "", false, {}, ""}};
  walk.Give(input);
  walk.Happen("Go");
  EXPECT_EQ(walk.SentOn(), "");
  EXPECT_EQ(walk.Stat("outcome:hello:opted_out"), 1);
  EXPECT_THAT(walk.Said(), HasSubstr("consent:withdrawn, source app"));
}

TEST(SendTest, ACapOnOneChannelLeadsToTheNext) {
  JourneyWalk walk(Sending("channels: [push, sms], expire: 1h"));
  walk.policy.caps = {DailyCap(1, Channel::kPush)};
  walk.record.contacts = {{walk.now - absl::Hours(1), Channel::kPush, "marketing", 1}};
  walk.Happen("Go");
  EXPECT_EQ(walk.SentOn(), "sms");
  const customer::Decision capped = walk.Last(DecisionKind::kCapped);
  EXPECT_EQ(capped.detail, "daily");
  EXPECT_EQ(capped.count, 1u);
  EXPECT_EQ(capped.limit, 1u);
  EXPECT_EQ(capped.until, walk.now + absl::Hours(23));
}

// Each variant of on_refusal, with push capped for 23 h and SMS as `sms_capped_for` says.
struct Refused {
  JourneyWalk walk;
  Refused(const std::string& on_refusal, absl::Duration sms_capped_for,
          const std::string& expire = "2d")
      : walk(Sending("channels: [push, sms], else: otherwise, expire: " + expire +
                     ", on_refusal: " + on_refusal)) {
    walk.policy.caps = {DailyCap(1, Channel::kPush), DailyCap(1, Channel::kSms)};
    walk.policy.caps[1].name = "daily-sms";
    walk.record.contacts = {{walk.now - absl::Hours(1), Channel::kPush, "marketing", 1}};
    if (sms_capped_for > absl::ZeroDuration()) {
      walk.record.contacts.insert(
          walk.record.contacts.begin(),
          {walk.now - absl::Hours(24) + sms_capped_for, Channel::kSms, "marketing", 2});
    }
    walk.Happen("Go");
  }
};

TEST(OnRefusalTest, NextThenHoldTakesTheNextChannel) {
  EXPECT_EQ(Refused("next_then_hold", absl::ZeroDuration()).walk.SentOn(), "sms");
}

TEST(OnRefusalTest, NextThenHoldWaitsForTheFirstChannelToAllowIt) {
  Refused refused("next_then_hold", absl::Hours(5));
  JourneyWalk& walk = refused.walk;
  EXPECT_EQ(walk.SentOn(), "");
  EXPECT_EQ(walk.Last(DecisionKind::kHeld).until, walk.now + absl::Hours(5));
  EXPECT_EQ(walk.Stat("held:hello:daily-sms"), 1);
  walk.Pass(absl::Hours(5) - absl::Milliseconds(1));
  EXPECT_EQ(walk.SentOn(), "");
  walk.Pass(absl::Milliseconds(1));
  EXPECT_EQ(walk.SentOn(), "sms");
}

TEST(OnRefusalTest, HoldWaitsForTheFirstReachableChannel) {
  Refused refused("hold", absl::ZeroDuration());
  JourneyWalk& walk = refused.walk;
  EXPECT_EQ(walk.SentOn(), "");
  walk.Pass(absl::Hours(23));
  EXPECT_EQ(walk.SentOn(), "push");
}

TEST(OnRefusalTest, NextThenSkipGivesUpWhenNoChannelAllowsIt) {
  EXPECT_EQ(Refused("next_then_skip", absl::ZeroDuration()).walk.SentOn(), "sms");
  Refused refused("next_then_skip", absl::Hours(5));
  EXPECT_EQ(refused.walk.SentOn(), "");
  EXPECT_EQ(refused.walk.step(), "otherwise");
  EXPECT_EQ(refused.walk.Stat("outcome:hello:capped"), 1);
}

TEST(OnRefusalTest, SkipDoesNotTryTheNextChannel) {
  Refused refused("skip", absl::ZeroDuration());
  EXPECT_EQ(refused.walk.SentOn(), "");
  EXPECT_EQ(refused.walk.step(), "otherwise");
}

TEST(OnRefusalTest, WhatWouldExpireFirstIsNotHeld) {
  Refused refused("hold", absl::ZeroDuration(), "23h");
  EXPECT_EQ(refused.walk.Stat("outcome:hello:capped"), 1);
  EXPECT_EQ(refused.walk.step(), "otherwise");
  Refused held("hold", absl::ZeroDuration(), "23h1s");
  EXPECT_EQ(held.walk.Stat("outcome:hello:capped"), 0);
  held.walk.Pass(absl::Hours(23));
  EXPECT_EQ(held.walk.SentOn(), "push");
}

TEST(SendTest, APurchaseLetsACustomerBeWrittenToWithoutConsentWhereThatIsEnough) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go, reenter: {} }
steps: [ send: { channels: [push, email], template: t } ]
templates: { t: { push: { title: Hi, body: Hi }, email: { subject: Hi, text: Hi } } }
)");
  walk.policy.consent = channel::ConsentMode::kSoftOptIn;
  walk.policy.soft_opt_in.event = "Order Completed";
  walk.policy.soft_opt_in.within = absl::Hours(24);
  walk.policy.soft_opt_in.channels.Add(Channel::kEmail);
  walk.record.profile.consents.clear();
  walk.Happen("Go");
  EXPECT_EQ(walk.SentOn(), "");
  walk.Happen("Order Completed");
  walk.Pass(absl::Hours(23));
  walk.Happen("Go");
  EXPECT_EQ(walk.SentOn(), "email");
  walk.Pass(absl::Hours(1));
  walk.Happen("Go");
  EXPECT_EQ(walk.SentOn(), "email");
}

TEST(SendTest, WhoWasNotHeardOfForTooLongIsUnreachableUnlessAnotherChannelDoesNotMind) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
steps:
  - wait: { for: 2d }
  - send: { channels: [email], template: t, else: other }
  - id: other
    send: { channels: [email, sms], template: t }
templates:
  t: { email: { subject: Hi, text: Hi }, sms: { text: Hi } }
)");
  walk.policy.engagement.emplace_back().channels.Add(Channel::kEmail);
  walk.policy.engagement[0].within = absl::Hours(48);
  walk.Happen("Go");
  walk.Pass(absl::Hours(48));
  EXPECT_EQ(walk.SentOn(), "sms");
  EXPECT_EQ(walk.Last(DecisionKind::kUnreachable).detail, "not heard of for too long");
  EXPECT_EQ(walk.Last(DecisionKind::kUnreachable).channel, Channel::kEmail);
  EXPECT_EQ(walk.Stat("outcome:send-2:unreachable"), 1);
}

channel::Verdict Paused(absl::Time until) {
  channel::Verdict verdict;
  verdict.kind = DecisionKind::kPaused;
  verdict.rule = "provider-failing";
  verdict.until = until;
  verdict.release = until;
  return verdict;
}

TEST(SendTest, AFailingProviderIsPassedOverAndWaitedForIfThereIsNoOther) {
  for (const char* on_refusal : {"next_then_hold", "skip"}) {
    JourneyWalk walk(
        Sending(absl::StrCat("channels: [push, sms], expire: 1h, on_refusal: ", on_refusal)));
    bool push_fails = true;
    bool sms_fails = true;
    walk.judge = [&](const channel::Enquiry& enquiry) -> std::optional<channel::Verdict> {
      const bool fails = enquiry.channel == Channel::kPush ? push_fails : sms_fails;
      if (fails) return Paused(enquiry.now + absl::Minutes(1));
      return std::nullopt;
    };
    walk.Happen("Go");
    EXPECT_EQ(walk.SentOn(), "") << on_refusal;
    EXPECT_EQ(walk.Last(DecisionKind::kHeld).detail, "provider-failing");
    sms_fails = false;
    walk.Pass(absl::Minutes(1));
    EXPECT_EQ(walk.SentOn(), "sms") << on_refusal;
    EXPECT_EQ(walk.Last(DecisionKind::kPaused).channel, Channel::kPush);
  }
}

TEST(SendTest, AMessageDoesNotWaitForAProviderThatIsLeftAloneUntilItExpires) {
  JourneyWalk walk(Sending("channels: [push], expire: 1m"));
  walk.judge = [](const channel::Enquiry& enquiry) {
    return std::optional(Paused(enquiry.now + absl::Minutes(1)));
  };
  walk.Happen("Go");
  EXPECT_EQ(walk.Last(DecisionKind::kUnreachable).detail, "provider-failing");
}

TEST(SendTest, TheSameMessageIsSentOnceInItsWindowWhateverTheRunAndTheChannel) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go, key: event.item, reenter: {} }
steps:
  - send: { channels: [push], template: t, on_refusal: skip }
  - send: { channels: [sms], template: t, on_refusal: skip }
templates:
  t: { push: { title: Hi, body: Hi }, sms: { text: Hi } }
)");
  walk.policy.no_repeat_within = absl::Hours(24);
  walk.Happen("Go", R"({"item": "mug"})");
  EXPECT_EQ(walk.SentOn(), "push");
  EXPECT_EQ(walk.Last(DecisionKind::kCapped).detail, "same-message");
  walk.Happen("Go", R"({"item": "jug"})");
  EXPECT_EQ(walk.SentOn(), "push push");
  walk.Pass(absl::Hours(24) - absl::Milliseconds(1));
  walk.Happen("Go", R"({"item": "mug"})");
  EXPECT_EQ(walk.SentOn(), "push push");
  walk.Pass(absl::Milliseconds(1));
  walk.Happen("Go", R"({"item": "mug"})");
  EXPECT_EQ(walk.SentOn(), "push push push");
}

TEST(SendTest, AMessageThatDefinitelyFailedMayBeSentAgain) {
  JourneyWalk walk(Sending("channels: [push, sms]"));
  walk.policy.no_repeat_within = absl::Hours(24);
  walk.provider = [](const Message& message) {
    return message.channel == Channel::kPush ? AttemptResult::kRejected : AttemptResult::kSent;
  };
  walk.Happen("Go");
  EXPECT_EQ(walk.SentOn(), "push sms");
}

channel::Policy QuietNights(absl::Duration spread) {
  channel::Policy policy = support::OpenPolicy();
  channel::QuietHours night;
  night.name = "21:00-08:00";
  night.from = 21 * 60;
  night.to = 8 * 60;
  policy.quiet_hours = {night};
  policy.release_spread = spread;
  return policy;
}

TEST(SendTest, AMessageHeldByQuietHoursIsReleasedAtAMomentOfTheCustomersOwn) {
  std::set<absl::Time> moments;
  for (const char* name : {"ada", "bert", "carl"}) {
    JourneyWalk walk(Sending("channels: [push], expire: 1d"));
    walk.customer = base::CustomerId::Known(name);
    walk.policy = QuietNights(absl::Hours(1));
    walk.Pass(absl::Hours(13));  // it is 22:00
    walk.Happen("Go");
    walk.Pass(absl::Hours(10));  // it is 8:00
    walk.Pass(absl::Hours(1));
    ASSERT_EQ(walk.messages.size(), 1u);
    EXPECT_GE(walk.messages[0].at, support::At("2026-03-03 08:00:00"));
    EXPECT_LT(walk.messages[0].at, support::At("2026-03-03 09:00:00"));
    moments.insert(walk.messages[0].at);
  }
  EXPECT_EQ(moments.size(), 3u);
}

TEST(SendTest, AMessageThatWouldExpireBeforeItsReleaseGoesAsSoonAsItMay) {
  JourneyWalk walk(Sending("channels: [push], expire: 10h1s"));
  walk.policy = QuietNights(absl::Hours(4));
  walk.Pass(absl::Hours(13));
  walk.Happen("Go");
  walk.Pass(absl::Hours(11));
  ASSERT_EQ(walk.messages.size(), 1u);
  EXPECT_EQ(walk.messages[0].at, support::At("2026-03-03 08:00:00"));
}

TEST(SendTest, QuietHoursHoldTheMessageUntilTheyAreOver) {
  JourneyWalk walk(Sending("channels: push"));
  channel::QuietHours quiet;
  quiet.name = "21:00-08:00";
  quiet.from = 21 * 60;
  quiet.to = 8 * 60;
  walk.policy.quiet_hours = {quiet};
  walk.now = support::At("2026-03-02 23:00:00");
  walk.Happen("Go");
  EXPECT_EQ(walk.Last(DecisionKind::kQuiet).detail, "21:00-08:00");
  EXPECT_EQ(walk.record.sends[0].retry_at, support::At("2026-03-03 08:00:00"));
  walk.Pass(absl::Hours(9));
  EXPECT_EQ(walk.SentOn(), "push");
}

TEST(SendTest, AMessageHeldTooLongExpires) {
  JourneyWalk walk(Sending("channels: push, expire: 1h, else: otherwise"));
  walk.provider = [](const Message&) { return AttemptResult::kTemporary; };
  walk.Happen("Go");
  walk.Sleep(absl::Hours(1));
  EXPECT_EQ(walk.Stat("outcome:hello:expired"), 1);
  EXPECT_EQ(walk.step(), "otherwise");
}

TEST(SendTest, ItsConditionIsAskedAgainAtTheMomentOfSending) {
  JourneyWalk walk(Sending("channels: push, when: 'customer.wants == true', else: otherwise"));
  walk.Happen("Go");
  EXPECT_EQ(walk.Stat("outcome:hello:skipped"), 1);
  EXPECT_EQ(walk.step(), "otherwise");

  JourneyWalk held(Sending("channels: push, when: '!has(customer.gone)', expire: 2d"));
  held.policy.caps = {DailyCap(1, std::nullopt)};
  held.record.contacts = {{held.now, Channel::kSms, "marketing", 1}};
  held.Happen("Go");
  ASSERT_EQ(held.record.sends.size(), 1u);
  ProfileInput input;
  input.attributes = {{"gone", base::Value(true)}};
  held.Give(input);
  held.Sleep(absl::Hours(24) - absl::Minutes(1));
  EXPECT_EQ(held.record.sends.size(), 1u);
  held.Sleep(absl::Minutes(1));
  EXPECT_EQ(held.SentOn(), "");
  EXPECT_EQ(held.record.sends.size(), 0u);
}

TEST(SendTest, ATemporaryFailureIsTriedAgainWithGrowingPauses) {
  JourneyWalk walk(Sending("channels: push"));
  std::vector<absl::Duration> after;
  const absl::Time start = walk.now;
  walk.provider = [&](const Message& message) {
    after.push_back(walk.now - start);
    EXPECT_EQ(message.attempt, after.size());
    return AttemptResult::kTemporary;
  };
  walk.Happen("Go");
  walk.Pass(absl::Hours(1));
  EXPECT_THAT(after, testing::ElementsAre(absl::ZeroDuration(), absl::Seconds(30),
                                          absl::Seconds(90), absl::Seconds(210)));
  EXPECT_EQ(walk.Stat("outcome:hello:failed"), 1);
  EXPECT_EQ(walk.record.contacts.size(), 0u);
  EXPECT_EQ(walk.step(), "after");
}

TEST(SendTest, EveryAttemptHasTheSameId) {
  JourneyWalk walk(Sending("channels: [push, sms]"));
  walk.provider = [&](const Message& message) {
    return message.channel == Channel::kPush ? AttemptResult::kRejected : AttemptResult::kSent;
  };
  walk.Happen("Go");
  EXPECT_EQ(walk.SentOn(), "push sms");
  EXPECT_EQ(walk.messages[0].send_id, walk.messages[1].send_id);
  EXPECT_EQ(walk.record.contacts.size(), 1u);
  EXPECT_EQ(walk.record.contacts[0].channel, Channel::kSms);
  EXPECT_EQ(walk.Stat("sent:hello:sms"), 1);
}

TEST(SendTest, RejectedOnEveryChannelIsFailed) {
  JourneyWalk walk(Sending("channels: [push, sms], else: otherwise"));
  walk.provider = [](const Message&) { return AttemptResult::kRejected; };
  walk.Happen("Go");
  EXPECT_EQ(walk.SentOn(), "push sms");
  EXPECT_EQ(walk.Stat("outcome:hello:failed"), 1);
  EXPECT_EQ(walk.record.contacts.size(), 0u);
  EXPECT_EQ(walk.step(), "otherwise");
}

TEST(SendTest, UnknownCountsAsSent) {
  JourneyWalk walk(Sending("channels: [push, sms], else: otherwise"));
  walk.provider = [](const Message&) { return AttemptResult::kUnknown; };
  walk.Happen("Go");
  EXPECT_EQ(walk.SentOn(), "push");
  EXPECT_EQ(walk.Stat("outcome:hello:unknown"), 1);
  EXPECT_EQ(walk.record.contacts.size(), 1u);
  EXPECT_EQ(walk.step(), "after");
}

TEST(SendTest, AnAttemptNobodyReportedOnIsAskedForAfterItsLease) {
  JourneyWalk walk(Sending("channels: push"));
  walk.provider = [](const Message&) { return std::nullopt; };
  walk.Happen("Go");
  walk.Sleep(absl::Seconds(20) - absl::Milliseconds(1));
  EXPECT_EQ(walk.record.sends.size(), 1u);
  walk.fate = AttemptResult::kSent;
  walk.Sleep(absl::Milliseconds(1));
  EXPECT_EQ(walk.Stat("outcome:hello:sent"), 1);
}

TEST(SendTest, AnAttemptThatNeverStartedIsMadeAgain) {
  JourneyWalk walk(Sending("channels: push"));
  walk.provider = [](const Message&) { return std::nullopt; };
  walk.Happen("Go");
  walk.fate = AttemptResult::kNotStarted;
  walk.provider = [](const Message&) { return AttemptResult::kSent; };
  walk.Sleep(absl::Seconds(20));
  EXPECT_EQ(walk.SentOn(), "push push");
  EXPECT_EQ(walk.record.contacts.size(), 1u);
  EXPECT_EQ(walk.Stat("outcome:hello:sent"), 1);
}

TEST(SendTest, AnAttemptThatNeverStartedIsNotTakenForTheNext) {
  JourneyWalk walk(Sending("channels: push"));
  walk.provider = [](const Message&) { return std::nullopt; };
  walk.Happen("Go");
  const OutcomeInput not_started{walk.messages[0].send_id, 1, AttemptResult::kNotStarted, ""};
  walk.Give(not_started);
  ASSERT_EQ(walk.messages.size(), 2u);
  EXPECT_EQ(walk.messages[1].attempt, 2u);
  const customer::Record before = walk.record;
  walk.Give(not_started);
  EXPECT_EQ(walk.record, before);
}

TEST(SendTest, AMessageCalledOffByAnOptOutIsOptedOut) {
  JourneyWalk walk(Sending("channels: push"));
  walk.provider = [](const Message&) { return std::nullopt; };
  walk.Happen("Go");
  ProfileInput input;
  input.consents = {{Channel::kPush, "", false, {}, ""}};
  walk.Give(input);
  walk.Give(OutcomeInput{walk.messages[0].send_id, 1, AttemptResult::kNotStarted, "called off"});
  EXPECT_EQ(walk.Stat("outcome:hello:opted_out"), 1);
  EXPECT_EQ(walk.record.contacts.size(), 0u);
}

TEST(SendTest, StaleOutcomesChangeNothing) {
  JourneyWalk walk(Sending("channels: push"));
  walk.provider = [](const Message&) { return AttemptResult::kTemporary; };
  walk.Happen("Go");
  walk.provider = [](const Message&) { return std::nullopt; };
  walk.Pass(absl::Seconds(30));
  const customer::Record before = walk.record;
  ASSERT_EQ(before.sends[0].attempts, 2u);
  walk.Give(OutcomeInput{before.sends[0].id, 1, AttemptResult::kRejected, ""});
  walk.Give(OutcomeInput{before.sends[0].id + 1, 2, AttemptResult::kSent, ""});
  EXPECT_EQ(walk.record, before);
}

TEST(SendTest, TheRunsEndSupersedesWhatIsNotYetGranted) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
exit: { on: Stop }
steps: [ send: { id: hello, channels: push, template: t } ]
templates: { t: { push: { body: hi } } }
)");
  walk.policy.caps = {DailyCap(1, std::nullopt)};
  walk.record.contacts = {{walk.now - absl::Hours(1), Channel::kSms, "marketing", 1}};
  walk.Happen("Go");
  ASSERT_EQ(walk.record.sends.size(), 1u);
  walk.Happen("Stop");
  walk.Pass(absl::Hours(48));
  EXPECT_EQ(walk.SentOn(), "");
  EXPECT_EQ(walk.Stat("outcome:hello:superseded"), 1);
  EXPECT_EQ(walk.Stat("waiting:hello"), 0);
}

TEST(SendTest, AnAttemptUnderWayWhenTheRunEndsKeepsItsOutcome) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
exit: { on: Stop }
steps: [ send: { id: hello, channels: push, template: t } ]
templates: { t: { push: { body: hi } } }
)");
  walk.provider = [](const Message&) { return std::nullopt; };
  walk.Happen("Go");
  walk.Happen("Stop");
  ASSERT_EQ(walk.record.sends.size(), 1u);
  walk.Give(OutcomeInput{walk.messages[0].send_id, 1, AttemptResult::kSent, ""});
  EXPECT_EQ(walk.Stat("outcome:hello:sent"), 1);
  EXPECT_EQ(walk.record.contacts.size(), 1u);

  JourneyWalk failed(R"(
journey: j
enter: { on: Go }
exit: { on: Stop }
steps: [ send: { id: hello, channels: push, template: t } ]
templates: { t: { push: { body: hi } } }
)");
  failed.provider = [](const Message&) { return std::nullopt; };
  failed.Happen("Go");
  failed.Happen("Stop");
  failed.Give(OutcomeInput{failed.messages[0].send_id, 1, AttemptResult::kTemporary, ""});
  EXPECT_EQ(failed.Stat("outcome:hello:superseded"), 1);
  EXPECT_EQ(failed.record.contacts.size(), 0u);
}

TEST(SendTest, WhatAClassDoesNotCountIsNotCharged) {
  JourneyWalk walk(Sending("channels: push, category: transactional"));
  walk.policy.consent = channel::ConsentMode::kOptOut;
  walk.policy.caps = {DailyCap(1, std::nullopt)};
  walk.record.contacts = {{walk.now, Channel::kSms, "marketing", 1}};
  walk.Happen("Go");
  EXPECT_EQ(walk.SentOn(), "push");
  EXPECT_EQ(walk.record.contacts.size(), 1u);
}

TEST(SendTest, APausedJourneyKeepsItsMessagesBack) {
  JourneyWalk walk(Sending("channels: push, expire: 2d"));
  walk.policy.caps = {DailyCap(1, std::nullopt)};
  walk.record.contacts = {{walk.now - absl::Hours(23), Channel::kSms, "marketing", 1}};
  walk.Happen("Go");
  walk.SetStatus("j", JourneyStatus::kPaused);
  walk.Pass(absl::Hours(3));
  EXPECT_EQ(walk.SentOn(), "");
  walk.SetStatus("j", JourneyStatus::kActive);
  walk.Pass(absl::Minutes(5));
  EXPECT_EQ(walk.SentOn(), "push");
}

TEST(SendTest, ALaterVisitIsAnotherMessage) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
steps:
  - send: { id: hello, channels: push, template: t }
  - wait: { for: 1h }
  - go_to: { step: hello, at_most: 1 }
templates: { t: { push: { body: hi } } }
)");
  walk.Happen("Go");
  walk.Pass(absl::Hours(3));
  ASSERT_EQ(walk.messages.size(), 2u);
  EXPECT_NE(walk.messages[0].send_id, walk.messages[1].send_id);
}

}  // namespace
}  // namespace usher::journey
