#include "channel/zone.h"

#include <string>

#include "gtest/gtest.h"

#include "channel/policy.h"
#include "tests/channel/local_time.h"

namespace usher::channel {
namespace {

Policy GermanPolicy() {
  Policy policy;
  policy.country_zones["DE"] = ZoneNamed("Europe/Berlin");
  policy.default_zone = ZoneNamed("Europe/London");
  return policy;
}

std::string NameOf(const Policy& policy, const std::string& time_zone, const std::string& country) {
  ZoneCache zones;
  customer::Profile profile;
  profile.time_zone = time_zone;
  profile.country = country;
  const Zone zone = CustomerZone(policy, profile, zones);
  return zone.has_value() ? zone->name() : "unknown";
}

TEST(ZoneTest, ComesFromTheFirstSourceThatKnowsIt) {
  const Policy policy = GermanPolicy();
  EXPECT_EQ(NameOf(policy, "Asia/Kathmandu", "DE"), "Asia/Kathmandu");
  EXPECT_EQ(NameOf(policy, "", "DE"), "Europe/Berlin");
  EXPECT_EQ(NameOf(policy, "", "de"), "Europe/Berlin");
  EXPECT_EQ(NameOf(policy, "", "FR"), "Europe/London");
  EXPECT_EQ(NameOf(policy, "", ""), "Europe/London");
  EXPECT_EQ(NameOf(Policy(), "", "DE"), "unknown");
}

TEST(ZoneTest, PassesOverABadName) {
  EXPECT_EQ(NameOf(GermanPolicy(), "Mars/Olympus", "DE"), "Europe/Berlin");
  EXPECT_EQ(NameOf(Policy(), "Mars/Olympus", ""), "unknown");
}

TEST(ZoneTest, TakesNoPathsAndNotTheMachinesOwn) {
  for (const std::string name :
       {"", "localtime", "/usr/share/zoneinfo/Europe/Berlin", "file:Europe/Berlin",
        "libc:localtime", "Europe/../Europe/Berlin", "Europe", "europe/berlin", "tzdata.zi",
        "Fixed/UTC+01:00:00", "Europe/Berlin\n"}) {
    EXPECT_FALSE(LoadZone(name).has_value()) << name;
  }
  EXPECT_FALSE(LoadZone(std::string("Europe/Berlin\0x", 15)).has_value());
  EXPECT_FALSE(LoadZone(std::string(100'000, 'a')).has_value());
}

TEST(ZoneTest, TakesEveryKindOfName) {
  for (const std::string name : {"UTC", "Etc/GMT+5", "EST5EDT", "America/Port-au-Prince",
                                 "America/Argentina/Buenos_Aires"}) {
    EXPECT_TRUE(LoadZone(name).has_value()) << name;
  }
}

TEST(ZoneTest, TheCacheAnswersAsTheDatabaseDoes) {
  ZoneCache zones;
  for (int again = 0; again < 2; ++again) {
    EXPECT_EQ(zones.Find("Europe/Berlin"), LoadZone("Europe/Berlin"));
    EXPECT_EQ(zones.Find("Europe/Berln"), std::nullopt);
  }
}

}  // namespace
}  // namespace usher::channel
