#include "ingest/profile_check.h"

#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace usher::ingest {
namespace {

v1::UpsertRequest Request(const std::string& json) {
  v1::UpsertRequest request;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &request).ok()) << json;
  return request;
}

std::string Wrong(const v1::UpsertRequest& request) {
  std::vector<Violation> violations;
  EXPECT_FALSE(CheckProfile(request, &violations).has_value());
  std::string fields;
  for (const Violation& violation : violations) {
    fields += (fields.empty() ? "" : " ") + violation.field;
  }
  return fields;
}

TEST(ProfileCheckTest, TakesWhatIsRight) {
  std::vector<Violation> violations;
  const auto input = CheckProfile(Request(R"({
    "customerId": "ada", "locale": "de-AT", "timeZone": "Europe/Vienna", "country": "AT",
    "attributes": {"tier": "gold", "old": null},
    "addresses": [{"channel": "CHANNEL_SMS", "address": "+43 1"}, {"channel": "CHANNEL_PUSH"}],
    "consents": [{"channel": "CHANNEL_SMS", "granted": true, "source": "web"}, {"category": "news"}]
  })"),
                                  &violations);
  ASSERT_TRUE(input.has_value()) << violations[0].field;
  EXPECT_EQ(*input->time_zone, "Europe/Vienna");
  EXPECT_EQ(input->attributes.size(), 2u);
  EXPECT_EQ(input->addresses[1], (customer::Address{customer::Channel::kPush, ""}));
  EXPECT_EQ(input->consents[0].source, "web");
  EXPECT_EQ(input->consents[1].channel, customer::Channel::kNone);
}

TEST(ProfileCheckTest, WhatIsNotGivenIsNotChangedAndWhatIsEmptyIsRemoved) {
  std::vector<Violation> violations;
  const auto input = CheckProfile(Request(R"({"timeZone": "", "country": ""})"), &violations);
  ASSERT_TRUE(input.has_value());
  EXPECT_FALSE(input->locale.has_value());
  EXPECT_EQ(input->time_zone, "");
  EXPECT_EQ(input->country, "");
}

TEST(ProfileCheckTest, FindsEverythingThatIsWrong) {
  EXPECT_EQ(Wrong(Request(R"({"timeZone": "Europe/Wien", "country": "at"})")), "time_zone country");
  EXPECT_EQ(Wrong(Request(R"({"timeZone": "../../etc/passwd"})")), "time_zone");
  EXPECT_EQ(Wrong(Request(R"({"addresses": [{"address": "x"}]})")), "addresses[0].channel");
  v1::UpsertRequest request;
  request.set_locale(std::string(36, 'x'));
  request.add_addresses()->set_channel(v1::CHANNEL_SMS);
  request.mutable_addresses(0)->set_address(std::string(2049, 'x'));
  request.add_consents()->set_channel(static_cast<v1::Channel>(99));
  request.mutable_consents(0)->set_category(std::string(65, 'x'));
  request.mutable_consents(0)->set_source(std::string(65, 'x'));
  EXPECT_EQ(Wrong(request),
            "locale addresses[0].address consents[0].channel consents[0].category "
            "consents[0].source");
  v1::UpsertRequest many;
  for (int i = 0; i < 33; ++i) many.add_consents();
  for (int i = 0; i < 17; ++i) many.add_addresses();
  EXPECT_EQ(Wrong(many), "addresses consents");
}

TEST(CheckConsentsTest, WantsAtLeastOne) {
  std::vector<Violation> violations;
  EXPECT_FALSE(CheckConsents({}, &violations).has_value());
  EXPECT_EQ(violations[0].field, "consents");
}

}  // namespace
}  // namespace usher::ingest
