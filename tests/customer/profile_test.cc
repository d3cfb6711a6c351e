#include "customer/profile.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "customer/addresses.h"

namespace usher::customer {
namespace {

using testing::ElementsAre;

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

absl::Status Apply(const ProfileChange& change, Profile* profile, const Limits& limits = {}) {
  return ApplyChange(change, limits, kNow, profile);
}

ProfileChange Addresses(std::vector<Address> addresses) {
  ProfileChange change;
  change.addresses = std::move(addresses);
  return change;
}

ProfileChange Consents(std::vector<Consent> consents) {
  ProfileChange change;
  change.consents = std::move(consents);
  return change;
}

ProfileChange Attributes(base::Value::Map attributes) {
  ProfileChange change;
  change.locale = "de";
  change.attributes = std::move(attributes);
  return change;
}

TEST(ProfileTest, WhatIsNotGivenStays) {
  Profile profile;
  profile.locale = "de";
  profile.country = "AT";
  profile.attributes = {{"tier", base::Value("gold")}, {"age", base::Value(std::int64_t{40})}};
  ProfileChange change;
  change.country = "";
  change.attributes = {{"age", base::Value()}, {"new", base::Value(true)}};
  ASSERT_TRUE(Apply(change, &profile).ok());
  EXPECT_EQ(profile.locale, "de");
  EXPECT_EQ(profile.country, "");
  EXPECT_EQ(profile.attributes,
            (base::Value::Map{{"tier", base::Value("gold")}, {"new", base::Value(true)}}));
}

TEST(ProfileTest, PushHasAnAddressForEachOfFiveDevices) {
  Profile profile;
  for (const char* token : {"1", "2", "3", "4", "5"}) {
    ASSERT_TRUE(Apply(Addresses({{Channel::kPush, token}}), &profile).ok());
  }
  EXPECT_THAT(LiveAddresses(profile, Channel::kPush),
              testing::ElementsAre("5", "4", "3", "2", "1"));
  ASSERT_TRUE(Apply(Addresses({{Channel::kPush, "1"}}), &profile).ok());
  EXPECT_EQ(AddressOn(profile, Channel::kPush), "1") << "the one told last";
  ASSERT_TRUE(Apply(Addresses({{Channel::kPush, "6"}}), &profile).ok());
  EXPECT_THAT(LiveAddresses(profile, Channel::kPush),
              testing::ElementsAre("6", "1", "5", "4", "3"));
  profile.addresses[2].dead = true;
  EXPECT_THAT(LiveAddresses(profile, Channel::kPush), testing::ElementsAre("6", "1", "4", "3"));
  ASSERT_TRUE(Apply(Addresses({{Channel::kPush, "5"}}), &profile).ok());
  EXPECT_THAT(LiveAddresses(profile, Channel::kPush), testing::ElementsAre("6", "1", "4", "3"))
      << "it is as dead as before";
  ASSERT_TRUE(Apply(Addresses({{Channel::kPush, "7"}}), &profile).ok());
  EXPECT_THAT(LiveAddresses(profile, Channel::kPush), testing::ElementsAre("7", "6", "1", "4", "3"))
      << "the dead one gave way";
}

TEST(ProfileTest, OneOfSeveralAddressesCanBeRemovedAndAnEmptyOneRemovesAll) {
  Profile profile;
  ASSERT_TRUE(Apply(Addresses({{Channel::kPush, "1"}, {Channel::kPush, "2"}, {Channel::kSms, "1"}}),
                    &profile)
                  .ok());
  ProfileChange change;
  change.gone = {{Channel::kPush, "1"}, {Channel::kPush, "never told"}};
  ASSERT_TRUE(Apply(change, &profile).ok());
  EXPECT_THAT(LiveAddresses(profile, Channel::kPush), testing::ElementsAre("2"));
  ASSERT_TRUE(Apply(Addresses({{Channel::kPush, "3"}, {Channel::kPush, ""}}), &profile).ok());
  EXPECT_THAT(LiveAddresses(profile, Channel::kPush), testing::IsEmpty());
  EXPECT_EQ(AddressOn(profile, Channel::kSms), "1");
}

TEST(ProfileTest, ThereIsOneAddressForEachChannelAndAnEmptyOneRemovesIt) {
  Profile profile;
  ASSERT_TRUE(Apply(Addresses({{Channel::kSms, "1"}, {Channel::kEmail, "a@b"}}), &profile).ok());
  ASSERT_TRUE(Apply(Addresses({{Channel::kSms, "2"}}), &profile).ok());
  EXPECT_EQ(AddressOn(profile, Channel::kSms), "2");
  EXPECT_EQ(profile.addresses.size(), 2u);
  ASSERT_TRUE(Apply(Addresses({{Channel::kSms, ""}}), &profile).ok());
  EXPECT_EQ(AddressOn(profile, Channel::kSms), "");
  EXPECT_EQ(profile.addresses.size(), 1u);
}

TEST(ProfileTest, ThereIsOneConsentForEachScopeAndItIsDatedWhenRecorded) {
  Profile profile;
  ASSERT_TRUE(Apply(Consents({{Channel::kSms, "", true, {}, "web"},
                              {Channel::kSms, "news", true, {}, "web"}}),
                    &profile)
                  .ok());
  ASSERT_TRUE(Apply(Consents({{Channel::kSms, "", false, {}, "phone"}}), &profile).ok());
  EXPECT_THAT(profile.consents, ElementsAre(Consent{Channel::kSms, "", false, kNow, "phone"},
                                            Consent{Channel::kSms, "news", true, kNow, "web"}));
}

TEST(ProfileTest, BeyondALimitNothingIsChanged) {
  Limits limits;
  limits.attributes_max = 1;
  limits.consents_max = 1;
  Profile profile;
  EXPECT_EQ(
      Apply(Attributes({{"a", base::Value(true)}, {"b", base::Value(true)}}), &profile, limits)
          .code(),
      absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Apply(Consents({{Channel::kSms, "", true, {}, ""}, {Channel::kPush, "", true, {}, ""}}),
                  &profile, limits)
                .code(),
            absl::StatusCode::kInvalidArgument);
  limits.attributes_bytes_max = 20;
  const auto large =
      Apply(Attributes({{"a", base::Value(std::string(20, 'x'))}}), &profile, limits);
  EXPECT_THAT(std::string(large.message()), testing::HasSubstr("at most 20"));
  EXPECT_EQ(profile, Profile());
}

TEST(ProfileTest, ConsentCanBeWithdrawnThoughTheAttributesAreBeyondALimitSince) {
  Limits limits;
  limits.attributes_bytes_max = 4;
  Profile profile;
  profile.attributes = {{"a", base::Value("long")}};
  EXPECT_TRUE(Apply(Consents({{Channel::kSms, "", false, {}, ""}}), &profile, limits).ok());
  limits.attributes_max = 0;
  EXPECT_TRUE(Apply(Consents({{Channel::kSms, "", false, {}, ""}}), &profile, limits).ok());
}

}  // namespace
}  // namespace usher::customer
