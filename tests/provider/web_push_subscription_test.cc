#include "provider/web_push_subscription.h"

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::provider {
namespace {

using testing::HasSubstr;
using testing::Not;

// As PushSubscription.toJSON() gives it.
const char kAddress[] =
    R"({"endpoint":"https://Push.Example.test/send/SECRET","expirationTime":null,
 "keys":{"p256dh":"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
 "auth":"BTBZMqHH6r4Tts7J_aSIgg"}})";

TEST(WebPushSubscriptionTest, ReadsWhatBrowsersWrite) {
  const auto subscription = ParseWebPushSubscription(kAddress);
  ASSERT_TRUE(subscription.ok()) << subscription.status();
  EXPECT_EQ(subscription->endpoint, "https://Push.Example.test/send/SECRET");
  EXPECT_EQ(subscription->host, "push.example.test");
  EXPECT_EQ(subscription->origin, "https://push.example.test");
  EXPECT_EQ(subscription->key.size(), 65U);
  EXPECT_EQ(subscription->auth.size(), 16U);
}

TEST(WebPushSubscriptionTest, APortBelongsToTheOriginUnlessItIsTheUsual) {
  const auto origin = [](const std::string& authority) {
    return ParseWebPushSubscription(
               absl::StrReplaceAll(kAddress, {{"Push.Example.test", authority}}))
        ->origin;
  };
  EXPECT_EQ(origin("a.test:8443"), "https://a.test:8443");
  EXPECT_EQ(origin("a.test:443"), "https://a.test");
}

TEST(WebPushSubscriptionTest, RefusesWhatIsNoneWithoutShowingIt) {
  const std::pair<const char*, const char*> changes[] = {
      {"https://Push.Example.test/send/SECRET", "http://Push.Example.test/send/SECRET"},
      {"https://Push.Example.test/send/SECRET", "https:///send/SECRET"},
      {"https://Push.Example.test/", "https://user:pw@Push.Example.test/"},
      {"https://Push.Example.test/", "https://a.test:99x/"},
      {"https://Push.Example.test/", "https://a.test:/"},
      {"https://Push.Example.test/", "https://[::1]/"},
      {"https://Push.Example.test/", "https://a.test\\\\@b.test/"},
      {"https://Push.Example.test/", "https://a.test\\r\\nX: y/"},
      {"\"endpoint\"", "\"endpoints\""},
      {"\"keys\"", "\"key\""},
      {"BCVx", "BCVy"},
      {"BTBZ", "BTBZAAAA"},
      {"BTBZ", "%%%%"},
      {"{", "["},
  };
  for (const auto& [from, to] : changes) {
    const auto subscription = ParseWebPushSubscription(absl::StrReplaceAll(kAddress, {{from, to}}));
    ASSERT_FALSE(subscription.ok()) << to;
    const std::string message(subscription.status().message());
    EXPECT_THAT(message, HasSubstr("the address is no subscription of a browser: "));
    EXPECT_THAT(message, Not(HasSubstr("SECRET")));
  }
  for (const char* text : {"", "token", "[]", "null", R"({"endpoint":1})",
                           R"({"endpoint":"https://a.test/","keys":3})"}) {
    EXPECT_FALSE(ParseWebPushSubscription(text).ok()) << text;
  }
}

TEST(WebPushSubscriptionTest, AStarStandsForWhatIsBelowADomain) {
  EXPECT_TRUE(HostMatches("push.test", "push.test"));
  EXPECT_TRUE(HostMatches("*.push.test", "a.push.test"));
  EXPECT_TRUE(HostMatches("*.push.test", "a.b.push.test"));
  EXPECT_FALSE(HostMatches("*.push.test", "push.test"));
  EXPECT_FALSE(HostMatches("*.push.test", "apush.test"));
  EXPECT_FALSE(HostMatches("*.push.test", "a.push.test.evil.test"));
  EXPECT_FALSE(HostMatches("push.test", "a.push.test"));
}

}  // namespace
}  // namespace usher::provider
