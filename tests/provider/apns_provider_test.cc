// Notifications over HTTP/2 to a service that checks tokens and requests as Apple's does.

#include "provider/apns_provider.h"

#include <cstdlib>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"

#include "base/json.h"
#include "tests/provider/push_fixture.h"
#include "tests/support/scripted_server.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;
using messages::AttemptReport;
using support::NodeProcess;
using testing::HasSubstr;

// The device token that the service answers like this, such as "410 Unregistered".
std::string Device(const std::string& answer) { return absl::BytesToHexString(answer); }

class ApnsTest : public PushFixture {
 protected:
  ApnsTest() {
    setting_.key_id = "ABC123DEFG";
    setting_.team_id = "DEF123GHIJ";
    setting_.topic = "com.example.shop";
    const std::string command =
        absl::StrCat("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ",
                     folder_, "/key.p8 2>/dev/null && openssl pkey -in ", folder_,
                     "/key.p8 -pubout -out ", folder_, "/public.pem");
    EXPECT_EQ(std::system(command.c_str()), 0);
  }

  void Connect(const std::string& url) {
    setting_.url = url;
    auto file = ApnsKeyFile::Open(folder_ + "/key.p8", ReadApnsKey);
    ASSERT_TRUE(file.ok()) << file.status();
    provider_ = std::make_unique<ApnsProvider>(setting_, Client(), *std::move(file),
                                               [this] { return absl::Now() + ahead_; });
  }
  void Connect(const NodeProcess& service) {
    Connect(absl::StrCat("https://localhost:", service.port()));
  }
  NodeProcess Service() const {
    return NodeProcess("tests/support/apns_service.cjs",
                       {own_.certificate, own_.key, folder_ + "/public.pem"});
  }
  AttemptReport Send(const std::string& device, journey::Message message = SomePush()) {
    message.address = device;
    return SendBy(*provider_, message);
  }

  absl::Duration ahead_;
  ApnsSetting setting_;
  std::unique_ptr<ApnsProvider> provider_;
};

TEST_F(ApnsTest, TheAppGetsTheMessageAndItsData) {
  NodeProcess service = Service();
  setting_.sound = "default";
  Connect(service);
  const absl::Time before = absl::Now();
  const AttemptReport report = Send(Device("200"));
  EXPECT_EQ(report.result, AttemptResult::kSent) << report.detail;
  auto seen = service.Next();
  EXPECT_EQ(seen["fault"], "");
  EXPECT_EQ(seen["type"], "alert");
  EXPECT_EQ(seen["priority"], "10");
  std::int64_t expiration = 0;
  ASSERT_TRUE(absl::SimpleAtoi(seen["expiration"], &expiration));
  EXPECT_GE(absl::FromUnixSeconds(expiration), before + absl::Minutes(59));
  EXPECT_LE(absl::FromUnixSeconds(expiration), absl::Now() + absl::Hours(1));
  EXPECT_EQ(seen["body"], R"({"code":"SAVE10","send_id":"abcdef0123456789",)"
                          R"("deep_link":"https://shop.example.test/cart",)"
                          R"("aps":{"alert":{"title":"Still there: \"Grüße\"","body":"Blue mug"},)"
                          R"("sound":"default"}})");
}

TEST_F(ApnsTest, MessagesShareOneConnectionAndOneToken) {
  NodeProcess service = Service();
  Connect(service);
  constexpr int kMessages = 50;
  std::vector<std::promise<AttemptResult>> results(kMessages);
  for (std::promise<AttemptResult>& result : results) {
    journey::Message message = SomePush();
    message.address = Device("200");
    provider_->Send(message, [&result](const AttemptReport& got) { result.set_value(got.result); });
  }
  for (std::promise<AttemptResult>& result : results) {
    EXPECT_EQ(result.get_future().get(), AttemptResult::kSent);
  }
  std::set<std::string> tokens;
  for (int i = 0; i < kMessages; ++i) {
    auto seen = service.Next();
    tokens.insert(seen["token"]);
    EXPECT_EQ(seen["sessions"], "1");
    EXPECT_EQ(seen["fault"], "");
  }
  EXPECT_EQ(tokens.size(), 1U);
}

TEST_F(ApnsTest, AttemptsOfOneMessageHaveOneId) {
  NodeProcess service = Service();
  Connect(service);
  journey::Message message = SomePush();
  Send(Device("200"), message);
  auto first = service.Next();
  message.attempt = 2;
  Send(Device("200"), message);
  auto second = service.Next();
  EXPECT_EQ(second["id"], first["id"]);
  EXPECT_EQ(second["collapse"], first["collapse"]);
  message.send_id = 7;
  Send(Device("200"), message);
  auto other = service.Next();
  EXPECT_NE(other["id"], first["id"]);
  EXPECT_NE(other["collapse"], first["collapse"]);
}

TEST_F(ApnsTest, WhatShowsNothingGoesToTheAppInTheBackground) {
  NodeProcess service = Service();
  Connect(service);
  journey::Message message = SomePush();
  message.content = {{"data.code", "SAVE10"}, {"data.aps", "mine"}};
  EXPECT_EQ(Send(Device("200"), message).result, AttemptResult::kSent);
  auto seen = service.Next();
  EXPECT_EQ(seen["fault"], "");
  EXPECT_EQ(seen["type"], "background");
  EXPECT_EQ(seen["priority"], "5");
  EXPECT_THAT(seen["body"], HasSubstr(R"("aps":{"content-available":1})"));
}

TEST_F(ApnsTest, AnswersDecideTheOutcome) {
  struct Case {
    const char* answer;
    AttemptResult result;
    bool provider_fault;
  };
  const Case cases[] = {
      {"410 Unregistered", AttemptResult::kDeadAddress, false},
      {"410 ExpiredToken", AttemptResult::kDeadAddress, false},
      {"410", AttemptResult::kDeadAddress, false},
      {"400 BadDeviceToken", AttemptResult::kDeadAddress, false},
      {"400 DeviceTokenNotForTopic", AttemptResult::kRejected, false},
      {"413 PayloadTooLarge", AttemptResult::kRejected, false},
      {"400 TopicDisallowed", AttemptResult::kTemporary, true},
      {"403 InvalidProviderToken", AttemptResult::kTemporary, true},
      {"403 ExpiredProviderToken", AttemptResult::kTemporary, true},
      {"404 BadPath", AttemptResult::kTemporary, true},
      {"405 MethodNotAllowed", AttemptResult::kTemporary, true},
      {"429 TooManyRequests", AttemptResult::kTemporary, false},
      {"429 TooManyProviderTokenUpdates", AttemptResult::kThrottled, false},
      {"500 InternalServerError", AttemptResult::kTemporary, true},
      {"503 Shutdown", AttemptResult::kTemporary, true},
      {"503 ServiceUnavailable 7", AttemptResult::kThrottled, false},
      {"502 html", AttemptResult::kUnknown, true},
      {"504", AttemptResult::kUnknown, true},
      {"400 huge", AttemptResult::kRejected, false},
      {"200 gone", AttemptResult::kUnknown, true},
      {"200 reset", AttemptResult::kUnknown, true},
  };
  NodeProcess service = Service();
  Connect(service);
  for (const Case& one : cases) {
    const AttemptReport report = Send(Device(one.answer));
    EXPECT_EQ(report.result, one.result) << one.answer << ": " << report.detail;
    EXPECT_EQ(report.provider_fault, one.provider_fault) << one.answer;
  }
  EXPECT_EQ(Send(Device("503 ServiceUnavailable 7")).retry_after, absl::Seconds(7));
  EXPECT_EQ(Send(Device("410 Unregistered")).detail, "HTTP 410 Unregistered");
  EXPECT_EQ(Send(Device("200")).result, AttemptResult::kSent);
}

TEST_F(ApnsTest, AnAnswerThatNeverComesIsUnknown) {
  NodeProcess service = Service();
  setting_.timeout = absl::Milliseconds(500);
  Connect(service);
  EXPECT_EQ(Send(Device("200 silence")).result, AttemptResult::kUnknown);
}

TEST_F(ApnsTest, AServerThatClosesHalfAndSaysNothingGotNothing) {
  support::ScriptedServer half([](support::ServedConnection& connection) {
    connection.CloseHalf();
    connection.AwaitClose();
  });
  Connect(absl::StrCat("https://localhost:", half.port()));
  const AttemptReport report = Send(Device("200"));
  EXPECT_EQ(report.result, AttemptResult::kTemporary);
  EXPECT_TRUE(report.provider_fault);
}

TEST_F(ApnsTest, WhatIsNoDeviceTokenIsADeadAddress) {
  NodeProcess service = Service();
  Connect(service);
  for (const std::string& device : {std::string("abc"), std::string("../3/device/00"),
                                    std::string("00 "), std::string(202, '0')}) {
    EXPECT_EQ(Send(device).result, AttemptResult::kDeadAddress) << device;
  }
}

TEST_F(ApnsTest, WhatIsTooLongIsNotSent) {
  Connect("https://localhost:1");
  journey::Message message = SomePush();
  message.content.emplace_back("data.long", std::string(4000, 'x'));
  const AttemptReport report = Send(Device("200"), message);
  EXPECT_EQ(report.result, AttemptResult::kRejected);
  EXPECT_THAT(report.detail, HasSubstr("APNs takes at most 4096"));
}

TEST_F(ApnsTest, ATokenOfAWrongClockIsRefusedAndReplacedOnceItIsOldEnough) {
  NodeProcess service = Service();
  Connect(service);
  ahead_ = -absl::Hours(2);
  EXPECT_EQ(Send(Device("200")).detail, "HTTP 403 ExpiredProviderToken");
  ahead_ = absl::ZeroDuration();
  EXPECT_EQ(Send(Device("200")).result, AttemptResult::kSent);
}

class ApnsTokenTest : public testing::Test {
 protected:
  std::string Get() { return *token_.Get(key_, now_); }

  std::shared_ptr<const PrivateKey> key_ = *PrivateKey::NewP256();
  absl::Time now_ = absl::FromUnixSeconds(1'772'445'600);
  ApnsToken token_{"ABC123DEFG", "DEF123GHIJ"};
};

TEST_F(ApnsTokenTest, SaysWhoSendsAndWhen) {
  const std::vector<std::string> parts = absl::StrSplit(Get(), '.');
  ASSERT_EQ(parts.size(), 3U);
  std::string header;
  std::string claims;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(parts[0], &header));
  ASSERT_TRUE(absl::WebSafeBase64Unescape(parts[1], &claims));
  EXPECT_EQ(header, R"({"alg":"ES256","typ":"JWT","kid":"ABC123DEFG"})");
  EXPECT_EQ(claims, R"({"iss":"DEF123GHIJ","iat":1772445600})");
}

TEST_F(ApnsTokenTest, IsRenewedAfterFortyMinutes) {
  const std::string first = Get();
  now_ += absl::Minutes(40) - absl::Seconds(1);
  EXPECT_EQ(Get(), first);
  now_ += absl::Seconds(1);
  EXPECT_NE(Get(), first);
}

TEST_F(ApnsTokenTest, IsNotReplacedWithinTwentyMinutesUnlessTheKeyIs) {
  const std::string first = Get();
  now_ += absl::Minutes(20) - absl::Seconds(1);
  token_.Drop(first, now_);
  EXPECT_EQ(Get(), first);
  now_ += absl::Seconds(1);
  token_.Drop("another", now_);
  EXPECT_EQ(Get(), first);
  token_.Drop(first, now_);
  const std::string second = Get();
  EXPECT_NE(second, first);
  key_ = *PrivateKey::NewP256();
  EXPECT_NE(Get(), second);
}

}  // namespace
}  // namespace usher::provider
