#include "load/message_checks.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "load/proto_duration.h"
#include "load/scenario_check.h"
#include "load/timers_check.h"

namespace usher::load {
namespace {

using testing::HasSubstr;

const absl::Time kNoon = absl::FromUnixSeconds(1'780'000'000);

SentMessage Message(std::string id, std::string customer, absl::Duration after) {
  SentMessage message;
  message.send_id = std::move(id);
  message.customer = std::move(customer);
  message.channel = "push";
  message.journey = "j";
  message.granted = message.seen = kNoon + after;
  return message;
}

loadtest::v1::Verify OneADay() {
  loadtest::v1::Verify verify;
  loadtest::v1::Cap* cap = verify.add_caps();
  cap->set_max(1);
  *cap->mutable_per() = FromDuration(absl::Hours(24));
  return verify;
}

TEST(MessageChecksTest, SameSendIdTwiceIsBroken) {
  const auto first = Message("1", "a", absl::ZeroDuration());
  EXPECT_TRUE(CheckSentOnce({first, Message("2", "a", absl::ZeroDuration())}).ok);
  const Check check = CheckSentOnce({first, first});
  EXPECT_FALSE(check.ok);
  EXPECT_THAT(check.detail, HasSubstr("message 1 to a"));
}

TEST(MessageChecksTest, WithoutMessagesNothingWasChecked) {
  const Check check = CheckSentOnce({});
  EXPECT_EQ(check.checked, 0U);
  EXPECT_THAT(check.detail, HasSubstr("no message"));
}

TEST(MessageChecksTest, SecondMessageWithinTheWindowBreaksTheCap) {
  const auto first = Message("1", "a", absl::ZeroDuration());
  const absl::Duration day = absl::Hours(24);
  EXPECT_FALSE(CheckCaps({first, Message("2", "a", day - absl::Milliseconds(1))}, OneADay()).ok);
  EXPECT_TRUE(CheckCaps({first, Message("2", "a", day)}, OneADay()).ok);
  EXPECT_TRUE(CheckCaps({first, Message("2", "b", absl::Seconds(1))}, OneADay()).ok);
}

TEST(MessageChecksTest, CapsCountOnlyTheirChannelsAndNoTransactionalMessages) {
  const auto first = Message("1", "a", absl::ZeroDuration());
  SentMessage second = Message("2", "a", absl::Seconds(1));
  second.category = "transactional";
  EXPECT_TRUE(CheckCaps({first, second}, OneADay()).ok);
  second.category = "";
  loadtest::v1::Verify sms = OneADay();
  sms.mutable_caps(0)->add_channels("sms");
  const Check check = CheckCaps({first, second}, sms);
  EXPECT_TRUE(check.ok);
  EXPECT_EQ(check.checked, 0U);
}

struct ThreeTimers {
  ThreeTimers() : names(Scenario(), "run1") {
    timers.set_count(3);
    timers.set_journey("j");
    *timers.mutable_spread() = FromDuration(absl::Seconds(3));
  }
  static loadtest::v1::Scenario Scenario() {
    loadtest::v1::Scenario scenario;
    FillDefaults(&scenario);
    return scenario;
  }
  SentMessage Of(std::uint64_t timer, absl::Duration after) const {
    return Message(names.TimerEvent(timer), names.TimerCustomer(timer), after);
  }
  loadtest::v1::Timers timers;
  Names names;
};

TEST(TimersCheckTest, LatenessCountsFromEachDueTime) {
  const ThreeTimers three;
  const TimersReport report =
      MeasureTimers(three.timers, three.names, kNoon,
                    {three.Of(0, absl::Milliseconds(5)), three.Of(1, absl::Milliseconds(1007)),
                     three.Of(2, absl::Milliseconds(2001))});
  EXPECT_EQ(report.count, 3U);
  EXPECT_EQ(report.missing, 0U);
  EXPECT_EQ(report.early, 0U);
  EXPECT_EQ(report.lateness_ns.min(), 1'000'000U);
  EXPECT_EQ(report.lateness_ns.max(), 7'000'000U);
  EXPECT_DOUBLE_EQ(report.last_s, 0.001);
}

TEST(TimersCheckTest, EarlyAndMissingTimersAreBroken) {
  const ThreeTimers three;
  const TimersReport report =
      MeasureTimers(three.timers, three.names, kNoon,
                    {three.Of(0, absl::ZeroDuration()), three.Of(1, absl::Milliseconds(999))});
  EXPECT_EQ(report.early, 1U);
  EXPECT_EQ(report.missing, 1U);
  const std::vector<Check> checks = CheckTimers(three.timers, report);
  EXPECT_FALSE(checks[0].ok);
  EXPECT_FALSE(checks[1].ok);
}

TEST(MessageLogTest, LineThatIsNoMessageIsNamed) {
  SentMessage message;
  EXPECT_TRUE(
      ParseMessage(R"({"send_id":"1","customer_id":"a","time":"2026-03-02T10:00:00.5Z"})", &message)
          .ok());
  EXPECT_EQ(message.customer, "a");
  EXPECT_THAT(ParseMessage(R"({"send_id":"1","time":"soon"})", &message).message(),
              HasSubstr("time: "));
  EXPECT_FALSE(ParseMessage("{", &message).ok());
}

}  // namespace
}  // namespace usher::load
