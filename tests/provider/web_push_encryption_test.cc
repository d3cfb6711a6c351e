#include "provider/web_push_encryption.h"

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "provider/vapid.h"

namespace usher::provider {
namespace {

using testing::HasSubstr;

std::string FromBase64(const std::string& text) {
  std::string bytes;
  EXPECT_TRUE(absl::WebSafeBase64Unescape(text, &bytes)) << text;
  return bytes;
}

// The example of RFC 8291, section 5 and appendix A.
const char kText[] = "When I grow up, I want to be a watermelon";
const char kOwnKey[] = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
const char kBrowserKey[] =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const char kAuth[] = "BTBZMqHH6r4Tts7J_aSIgg";
const char kSalt[] = "DGv6ra1nlYgDCS1FRnbzlw";
const char kBody[] =
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6"
    "TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy"
    "4a-fN";

TEST(WebPushEncryptionTest, TheExampleOfTheStandardComesOut) {
  const auto own = PrivateKey::FromScalar(FromBase64(kOwnKey));
  ASSERT_TRUE(own.ok());
  const auto body =
      EncryptWebPush(kText, FromBase64(kBrowserKey), FromBase64(kAuth), **own, FromBase64(kSalt));
  ASSERT_TRUE(body.ok()) << body.status();
  EXPECT_EQ(absl::WebSafeBase64Escape(*body), kBody);
}

TEST(WebPushEncryptionTest, KeyAndSaltAreNewEachTime) {
  const auto one = EncryptWebPush(kText, FromBase64(kBrowserKey), FromBase64(kAuth));
  const auto two = EncryptWebPush(kText, FromBase64(kBrowserKey), FromBase64(kAuth));
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_NE(one->substr(0, 16), two->substr(0, 16));
  EXPECT_NE(one->substr(21, 65), two->substr(21, 65));
}

TEST(WebPushEncryptionTest, TheLongestTextFillsARecord) {
  const std::string longest(kWebPushTextBytesMax, 'x');
  const auto body = EncryptWebPush(longest, FromBase64(kBrowserKey), FromBase64(kAuth));
  ASSERT_TRUE(body.ok());
  EXPECT_EQ(body->size(), 4096U);
  const auto longer = EncryptWebPush(longest + "x", FromBase64(kBrowserKey), FromBase64(kAuth));
  EXPECT_EQ(longer.status().message(), "the message has 3994 bytes; Web Push takes at most 3993");
}

TEST(WebPushEncryptionTest, RefusesWhatIsNoPointOfTheCurve) {
  std::string off_the_curve = FromBase64(kBrowserKey);
  off_the_curve.back() ^= 1;
  for (const std::string& key :
       {off_the_curve, std::string(), std::string(65, '\x04'), std::string(65, '\0'),
        FromBase64(kBrowserKey).substr(0, 64), "\x02" + FromBase64(kBrowserKey).substr(1, 32)}) {
    EXPECT_FALSE(EncryptWebPush(kText, key, FromBase64(kAuth)).ok());
  }
}

// What RFC 8292 calls k is the public key, and tools for Web Push print the private key as Base64.
TEST(VapidTest, ReadsBothFormsOfAKey) {
  const auto key = ReadVapidKey(kOwnKey);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(
      absl::WebSafeBase64Escape((*key)->PublicPoint()),
      "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
  for (const char* bad : {"", "secret-word", "AAAA", "-----BEGIN PRIVATE KEY-----\nsecret-word\n",
                          "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                          "_____________________________________________w"}) {
    const auto none = ReadVapidKey(bad);
    ASSERT_FALSE(none.ok()) << bad;
    EXPECT_THAT(std::string(none.status().message()), testing::Not(HasSubstr("secret-word")));
    EXPECT_THAT(std::string(none.status().message()), HasSubstr("P-256"));
  }
}

TEST(VapidTest, ATokenServesForHoursAtItsServiceAlone) {
  const auto key = *ReadVapidKey(kOwnKey);
  const auto other = *PrivateKey::NewP256();
  Vapid vapid("mailto:push@example.test");
  const absl::Time noon = absl::FromUnixSeconds(1'772'445'600);
  const std::string first = *vapid.Authorization(key, "https://a.test", noon);
  EXPECT_EQ(*vapid.Authorization(key, "https://a.test", noon + absl::Hours(5)), first);
  EXPECT_NE(*vapid.Authorization(key, "https://b.test", noon), first);
  EXPECT_NE(*vapid.Authorization(key, "https://a.test", noon + absl::Hours(6)), first);
  // A clock that was set back, and another key.
  EXPECT_NE(*vapid.Authorization(key, "https://a.test", noon - absl::Hours(1)), first);
  EXPECT_NE(*vapid.Authorization(other, "https://a.test", noon), first);
}

}  // namespace
}  // namespace usher::provider
