#include "cli/customer_lines.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::cli {
namespace {

using ::testing::HasSubstr;

TEST(CustomerLinesTest, ReadsEveryMember) {
  const auto request = ParseCustomerLine(
      R"({"customer_id":"c1","attributes":{"tier":"gold","old":null},"locale":"de-AT",)"
      R"("time_zone":"Europe/Vienna","country":"AT","addresses":{"push":"T"},)"
      R"("consents":[{"channel":"push","category":"marketing","granted":true,"source":"s"}]})");
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->customer_id(), "c1");
  EXPECT_EQ(request->attributes().fields().at("tier").string_value(), "gold");
  EXPECT_TRUE(request->attributes().fields().at("old").has_null_value());
  EXPECT_EQ(request->locale(), "de-AT");
  EXPECT_EQ(request->time_zone(), "Europe/Vienna");
  EXPECT_EQ(request->country(), "AT");
  EXPECT_EQ(request->addresses(0).channel(), v1::CHANNEL_PUSH);
  EXPECT_EQ(request->consents(0).category(), "marketing");
  EXPECT_TRUE(request->consents(0).granted());
}

TEST(CustomerLinesTest, LeavesOutWhatIsNotNamed) {
  const auto request = ParseCustomerLine(R"({"anonymous_id":"v1","locale":null,"country":""})");
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_FALSE(request->has_locale());
  EXPECT_TRUE(request->has_country());
  EXPECT_FALSE(request->has_attributes());
}

TEST(CustomerLinesTest, NamesTheMemberAtFault) {
  EXPECT_THAT(
      std::string(ParseCustomerLine(R"({"customer_id":"c","adresses":{}})").status().message()),
      HasSubstr("adresses: not a member of a profile; did you mean addresses"));
}

TEST(CustomerLinesTest, LeavesValuesToTheGateway) {
  EXPECT_TRUE(ParseCustomerLine(R"({"customer_id":"c","country":"Austria"})").ok());
}

}  // namespace
}  // namespace usher::cli
