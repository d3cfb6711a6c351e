// Twilio's API as a server that checks requests as Twilio does.

#include "provider/twilio_provider.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "provider/phone_number.h"
#include "tests/provider/api_fixture.h"
#include "tests/support/node_process.h"

namespace usher::provider {
namespace {

using customer::Channel;
using journey::AttemptResult;
using support::NodeProcess;
using testing::HasSubstr;

constexpr char kAccount[] = "AC0123456789abcdef0123456789abcdef";
constexpr char kKey[] = "SK0123456789abcdef0123456789abcdef";

class TwilioTest : public ApiTest {
 protected:
  std::unique_ptr<TwilioProvider> Open(const std::string& url, TwilioSetting setting) {
    setting.url = url;
    setting.account_sid = kAccount;
    if (setting.username.empty()) setting.username = kAccount;
    return std::make_unique<TwilioProvider>(setting, Client(), Secret("a token"));
  }
  std::unique_ptr<TwilioProvider> Open(const NodeProcess& twilio, TwilioSetting setting) {
    return Open(absl::StrCat("http://127.0.0.1:", twilio.port()), std::move(setting));
  }
  static TwilioSetting From(const std::string& number) {
    TwilioSetting setting;
    setting.from = number;
    return setting;
  }
  static journey::Message Text(const std::string& to, const std::string& text = "Hi") {
    return MessageTo(Channel::kSms, to, {{"text", text}});
  }
};

TEST_F(TwilioTest, TheMessageArrivesAsItIs) {
  NodeProcess twilio("tests/support/twilio_fake.cjs", {kAccount, kAccount, "a token"});
  const std::string text = "Grüße & 100 % = 😀+\n~*-._ /?#[]@!$'(),;:\"<>\\^`{|}";
  const auto report = Send(*Open(twilio, From("+4366012345")), Text("0043 660 / 123-45 67", text));
  EXPECT_EQ(report.result, AttemptResult::kSent) << report.detail;
  EXPECT_EQ(report.detail, "Twilio SM0123456789abcdef0123456789abcdef queued");
  auto got = twilio.Next();
  EXPECT_EQ(got["To"], "+436601234567");
  EXPECT_EQ(got["From"], "+4366012345");
  EXPECT_EQ(got["Body"], text);
  EXPECT_EQ(got["ValidityPeriod"], "3600");
  EXPECT_FALSE(got.contains("StatusCallback"));
}

TEST_F(TwilioTest, AnApiKeyAndAMessagingServiceWillDo) {
  NodeProcess twilio("tests/support/twilio_fake.cjs", {kAccount, kKey, "a token"});
  TwilioSetting setting;
  setting.username = kKey;
  setting.messaging_service_sid = "MG0123456789abcdef0123456789abcdef";
  setting.status_callback = "https://shop.example.test/status?a=1&b=2";
  journey::Message message = Text("+436601234567");
  message.expire_at = message.at + absl::Hours(48);
  EXPECT_EQ(Send(*Open(twilio, setting), message).result, AttemptResult::kSent);
  auto got = twilio.Next();
  EXPECT_EQ(got["MessagingServiceSid"], "MG0123456789abcdef0123456789abcdef");
  EXPECT_EQ(got["StatusCallback"], "https://shop.example.test/status?a=1&b=2");
  EXPECT_EQ(got["ValidityPeriod"], "36000");
  EXPECT_FALSE(got.contains("From"));
}

TEST_F(TwilioTest, CodesDecideTheOutcome) {
  struct Case {
    const char* to;
    AttemptResult result;
    bool provider_fault;
  };
  const Case cases[] = {
      {"+15005550001", AttemptResult::kDeadAddress, false},
      {"+15005550009", AttemptResult::kDeadAddress, false},
      {"+15005550201", AttemptResult::kDeadAddress, false},
      {"+15005550004", AttemptResult::kComplaint, false},
      {"+15005550003", AttemptResult::kRejected, false},
      {"+15005550002", AttemptResult::kRejected, false},
      {"+15005550017", AttemptResult::kRejected, false},
      {"+15005550006", AttemptResult::kTemporary, true},
      {"+15005550111", AttemptResult::kThrottled, false},
      {"+15005550429", AttemptResult::kThrottled, false},
      {"+15005550500", AttemptResult::kUnknown, true},
      {"+15005550503", AttemptResult::kTemporary, true},
  };
  NodeProcess twilio("tests/support/twilio_fake.cjs", {kAccount, kAccount, "a token"});
  const auto provider = Open(twilio, From("+4366012345"));
  for (const Case& one : cases) {
    const auto report = Send(*provider, Text(one.to));
    EXPECT_EQ(report.result, one.result) << one.to << " " << report.detail;
    EXPECT_EQ(report.provider_fault, one.provider_fault) << one.to;
  }
  EXPECT_EQ(Send(*provider, Text("+15005550429")).retry_after, absl::Seconds(7));
  EXPECT_THAT(Send(*provider, Text("+15005550009")).detail,
              HasSubstr("Twilio 21614 'To' number is not a valid mobile number"));
}

TEST_F(TwilioTest, WrongCredentialsAreTheProvidersFault) {
  NodeProcess twilio("tests/support/twilio_fake.cjs", {kAccount, kAccount, "another token"});
  const auto report = Send(*Open(twilio, From("+4366012345")), Text("+436601234567"));
  EXPECT_EQ(report.result, AttemptResult::kTemporary);
  EXPECT_TRUE(report.provider_fault);
  EXPECT_EQ(report.detail, "Twilio 20003 Authenticate");
}

TEST_F(TwilioTest, WhatIsNoNumberIsDeadWithoutACall) {
  const auto provider = Open("http://127.0.0.1:1", From("+4366012345"));
  EXPECT_EQ(Send(*provider, Text("ada@example.test")).result, AttemptResult::kDeadAddress);
  EXPECT_EQ(Send(*provider, Text("+436601234567", "")).result, AttemptResult::kRejected);
}

TEST_F(TwilioTest, StrangersAreNotTrusted) {
  ExpectNoTrustInStrangers(
      [&](const std::string& url, absl::Duration timeout) {
        TwilioSetting setting = From("+4366012345");
        setting.timeout = timeout;
        return Open(url, setting);
      },
      Text("+436601234567"));
}

TEST(PhoneNumberTest, TakesWhatPeopleWriteAndNothingElse) {
  EXPECT_EQ(PhoneNumber("+43 (660) 123-45.67"), "+436601234567");
  EXPECT_EQ(PhoneNumber("00436601234567"), "+436601234567");
  EXPECT_EQ(PhoneNumber(" +436601234567 "), "+436601234567");
  for (const char* none : {"", "+", "0660 1234567", "436601234567", "+43 1", "+0436601234567",
                           "+4366012345678901", "+43660x1234567", "+43+6601234567",
                           "++436601234567", "+43660\n1234567", "whatsapp:+436601234567"}) {
    EXPECT_EQ(PhoneNumber(none), "") << none;
  }
}

}  // namespace
}  // namespace usher::provider
