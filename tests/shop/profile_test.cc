#include "shop/profile.h"

#include <map>
#include <string>

#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

#include "base/json.h"
#include "shop/country.h"

namespace usher::shop {
namespace {

TEST(ProfileTest, WritesEveryMember) {
  Profile profile;
  profile.customer_id = "c000001";
  profile.first_name = "Lea";
  profile.last_name = "Weber";
  profile.tier = "gold";
  profile.locale = "de-DE";
  profile.time_zone = "Europe/Berlin";
  profile.country = "DE";
  profile.email = "c000001@example.test";
  profile.sms = "+4915112345678";
  profile.consents = {{"email", "marketing", true}, {"sms", "marketing", false}};
  std::string line;
  AppendJsonLine(profile, &line);
  EXPECT_EQ(line,
            R"({"customer_id":"c000001","attributes":{"first_name":"Lea","last_name":"Weber",)"
            R"("tier":"gold"},"locale":"de-DE","time_zone":"Europe/Berlin","country":"DE",)"
            R"("addresses":{"email":"c000001@example.test","sms":"+4915112345678"},)"
            R"("consents":[{"channel":"email","category":"marketing","granted":true},)"
            R"({"channel":"sms","category":"marketing","granted":false}]})"
            "\n");
}

TEST(ProfileTest, ReachesNotEverybodyOnEveryChannel) {
  const int n = 5000;
  double push = 0, email = 0, sms = 0, marketing = 0, british = 0;
  for (std::uint64_t i = 0; i < n; ++i) {
    const Profile profile = SimulatedProfile(1, i, 30);
    push += !profile.push.empty();
    email += !profile.email.empty();
    sms += !profile.sms.empty();
    british += profile.country == "GB";
    bool granted = false;
    for (const Consent& consent : profile.consents) granted |= consent.granted;
    marketing += granted;
  }
  EXPECT_NEAR(push / n, 0.45, 0.03);
  EXPECT_NEAR(email / n, 0.93, 0.02);
  EXPECT_NEAR(sms / n, 0.55, 0.03);
  EXPECT_NEAR(british / n, 0.904, 0.02);
  EXPECT_GT(marketing / n, 0.7);
  EXPECT_LT(marketing / n, 0.95);
}

TEST(ProfileTest, TakesCountryAndTierFromTheLog) {
  const Profile profile = LogProfile(1, "12583", "France", 200);
  EXPECT_EQ(profile.country, "FR");
  EXPECT_EQ(profile.locale, "fr-FR");
  EXPECT_EQ(profile.time_zone, "Europe/Paris");
  EXPECT_EQ(profile.tier, "gold");
  EXPECT_EQ(LogProfile(1, "12583", "France", 1).tier, "bronze");
  EXPECT_TRUE(profile.sms.empty() || absl::StartsWith(profile.sms, "+33"));
  EXPECT_EQ(LogProfile(1, "1", "Unspecified", 1).country, "GB");
}

TEST(CountryTest, NamesZonesThatExist) {
  for (std::size_t i = 0; i < CountryCount(); ++i) {
    absl::TimeZone zone;
    EXPECT_TRUE(absl::LoadTimeZone(std::string(CountryAt(i).time_zone), &zone))
        << CountryAt(i).time_zone;
  }
}

}  // namespace
}  // namespace usher::shop
