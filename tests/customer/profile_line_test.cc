#include "customer/profile_line.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::customer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string FaultOf(const std::string& json) {
  const auto line = ReadProfileLine(json);
  return line.ok() ? "" : std::string(line.status().message());
}

TEST(ProfileLineTest, ReadsEveryMember) {
  const auto line = ReadProfileLine(
      R"({"customer_id":"c1","attributes":{"tier":"gold","old":null},"locale":"de-AT",)"
      R"("time_zone":"Europe/Vienna","country":"AT","addresses":{"push":"TOKEN"},"consents":)"
      R"([{"channel":"push","category":"marketing","granted":true,"source":"popup"},)"
      R"({"channel":"all","granted":false}]})");
  ASSERT_TRUE(line.ok()) << line.status();
  EXPECT_EQ(line->customer, base::CustomerId::Known("c1"));
  EXPECT_EQ(line->change.attributes,
            (base::Value::Map{{"tier", base::Value("gold")}, {"old", base::Value()}}));
  EXPECT_EQ(line->change.locale, "de-AT");
  EXPECT_EQ(line->change.time_zone, "Europe/Vienna");
  EXPECT_EQ(line->change.country, "AT");
  EXPECT_THAT(line->change.addresses, ElementsAre(Address{Channel::kPush, "TOKEN"}));
  EXPECT_THAT(line->change.consents,
              ElementsAre(Consent{Channel::kPush, "marketing", true, absl::Time(), "popup"},
                          Consent{Channel::kNone, "", false, absl::Time(), ""}));
}

TEST(ProfileLineTest, LeavesOutWhatIsNotNamed) {
  const auto line = ReadProfileLine(R"({"anonymous_id":"v1","locale":null,"country":""})");
  ASSERT_TRUE(line.ok()) << line.status();
  EXPECT_EQ(line->customer, base::CustomerId::Anonymous("v1"));
  EXPECT_FALSE(line->change.locale.has_value());
  EXPECT_EQ(line->change.country, "");
}

TEST(ProfileLineTest, NamesTheMemberAtFault) {
  EXPECT_THAT(FaultOf(R"({"locale":"de"})"), HasSubstr("customer_id: missing"));
  EXPECT_THAT(FaultOf(R"({"customer_id":7})"), HasSubstr("customer_id: must be a JSON string"));
  EXPECT_THAT(FaultOf(R"({"customer_id":"c","adresses":{}})"),
              HasSubstr("adresses: not a member of a profile; did you mean addresses"));
  EXPECT_THAT(FaultOf(R"({"customer_id":"c","addresses":{"puhs":"x"}})"),
              HasSubstr("addresses.puhs: \"puhs\" is no channel; did you mean push"));
  EXPECT_THAT(FaultOf(R"({"customer_id":"c","addresses":{"push":["1","2","3","4","5","6"]}})"),
              HasSubstr("addresses.push: there are 6; at most 5 are kept"));
  EXPECT_THAT(FaultOf(R"({"customer_id":"c","addresses":{"sms":["1","2"]}})"),
              HasSubstr("addresses.sms: must be a JSON string"));
  EXPECT_THAT(FaultOf(R"({"customer_id":"c","addresses":{"pigeon":"x"}})"),
              HasSubstr("addresses.pigeon: \"pigeon\" is no channel; there are push, sms, email"));
  EXPECT_THAT(FaultOf(R"({"customer_id":"c","consents":[{"channel":"push"}]})"),
              HasSubstr("consents[0].granted: missing"));
  EXPECT_THAT(FaultOf("[]"), HasSubstr("must be a JSON object"));
}

}  // namespace
}  // namespace usher::customer
