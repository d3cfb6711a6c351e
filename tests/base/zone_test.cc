#include "base/zone.h"

#include <string>

#include "gtest/gtest.h"

namespace usher::base {
namespace {

TEST(ZoneTest, FindsZonesAgainAndAgain) {
  for (int i = 0; i < 2; ++i) {
    absl::TimeZone zone;
    EXPECT_TRUE(FindZone("Australia/Lord_Howe", &zone));
    EXPECT_EQ(zone.name(), "Australia/Lord_Howe");
  }
}

TEST(ZoneTest, TakesNoPathsAndNotTheMachinesOwn) {
  for (const std::string name :
       {"", "localtime", "/usr/share/zoneinfo/Europe/Berlin", "file:Europe/Berlin",
        "Europe/../Europe/Berlin", "Europe", "Mars/Olympus", "Europe/Berlin\n"}) {
    absl::TimeZone zone;
    EXPECT_FALSE(FindZone(name, &zone)) << name;
  }
}

}  // namespace
}  // namespace usher::base
