#include "channel/reachability.h"

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace usher::channel {
namespace {

using customer::Channel;
using customer::Consent;
using customer::Profile;

Consent Grant(Channel channel, std::string category, int day = 1) {
  return {.channel = channel,
          .category = std::move(category),
          .granted = true,
          .at = absl::FromUnixSeconds(day * 86400),
          .source = ""};
}

Consent Withdrawal(Channel channel, std::string category, int day = 1) {
  Consent consent = Grant(channel, std::move(category), day);
  consent.granted = false;
  return consent;
}

Reachability ReachOf(const Policy& policy, const Profile& profile, Channel channel,
                     absl::string_view category) {
  customer::Record record;
  record.profile = profile;
  return Reach(policy, record, absl::FromUnixSeconds(0), channel, category);
}

struct Case {
  std::string name;
  std::vector<Consent> consents;
  std::string category;
  Reachability opt_in;
  Reachability opt_out;
};

class ConsentTest : public ::testing::TestWithParam<Case> {};

TEST_P(ConsentTest, DecidesOnAnSms) {
  Profile profile;
  profile.addresses = {{.channel = Channel::kSms, .address = "+4930123456"}};
  profile.consents = GetParam().consents;
  Policy policy;
  policy.classes["alert"] = {.ignores_consent = true};
  EXPECT_EQ(ReachOf(policy, profile, Channel::kSms, GetParam().category), GetParam().opt_in);
  policy.consent = ConsentMode::kOptOut;
  EXPECT_EQ(ReachOf(policy, profile, Channel::kSms, GetParam().category), GetParam().opt_out);
}

constexpr Reachability kYes = Reachability::kReachable;
constexpr Reachability kNone = Reachability::kNoConsent;
constexpr Reachability kOut = Reachability::kOptedOut;
constexpr Channel kAll = Channel::kNone;
constexpr Channel kSms = Channel::kSms;
constexpr Channel kEmail = Channel::kEmail;

INSTANTIATE_TEST_SUITE_P(
    Table, ConsentTest,
    ::testing::Values(
        Case{"Nothing", {}, "marketing", kNone, kYes},
        Case{"GrantOfAll", {Grant(kAll, "")}, "marketing", kYes, kYes},
        Case{"GrantOfChannel", {Grant(kSms, "")}, "marketing", kYes, kYes},
        Case{"GrantOfCategory", {Grant(kAll, "marketing")}, "marketing", kYes, kYes},
        Case{"GrantOfBoth", {Grant(kSms, "marketing")}, "marketing", kYes, kYes},
        Case{"GrantOfAnotherChannel", {Grant(kEmail, "marketing")}, "marketing", kNone, kYes},
        Case{"GrantOfAnotherCategory", {Grant(kSms, "newsletter")}, "marketing", kNone, kYes},
        Case{"TwoHalvesAreNoGrant",
             {Grant(kSms, "newsletter"), Grant(kEmail, "marketing")},
             "marketing",
             kNone,
             kYes},
        Case{"WithdrawalOfAll", {Withdrawal(kAll, "")}, "marketing", kOut, kOut},
        Case{"WithdrawalOfChannel", {Withdrawal(kSms, "")}, "marketing", kOut, kOut},
        Case{"WithdrawalOfCategory", {Withdrawal(kAll, "marketing")}, "marketing", kOut, kOut},
        Case{"WithdrawalOfAnotherChannel", {Withdrawal(kEmail, "")}, "marketing", kNone, kYes},
        Case{"WithdrawalOfAnotherCategory",
             {Withdrawal(kSms, "newsletter"), Grant(kSms, "")},
             "marketing",
             kYes,
             kYes},
        Case{"WideWithdrawalBeatsNarrowGrant",
             {Grant(kSms, "marketing"), Withdrawal(kAll, "")},
             "marketing",
             kOut,
             kOut},
        Case{"WideWithdrawalBeatsLaterNarrowGrant",
             {Withdrawal(kAll, "", 1), Grant(kSms, "marketing", 2)},
             "marketing",
             kOut,
             kOut},
        Case{"NarrowWithdrawalBeatsLaterWideGrant",
             {Withdrawal(kSms, "marketing", 1), Grant(kAll, "", 2)},
             "marketing",
             kOut,
             kOut},
        Case{"LaterGrantLiftsWithdrawalOfSameScope",
             {Grant(kSms, "", 2), Withdrawal(kSms, "", 1)},
             "marketing",
             kYes,
             kYes},
        Case{"LaterWithdrawalBeatsGrantOfSameScope",
             {Withdrawal(kSms, "", 2), Grant(kSms, "", 1)},
             "marketing",
             kOut,
             kOut},
        Case{"OfEquallyLateOnesTheWithdrawal",
             {Withdrawal(kSms, "", 1), Grant(kSms, "", 1)},
             "marketing",
             kOut,
             kOut},
        Case{"TransactionalNeedsNothing", {}, "transactional", kYes, kYes},
        Case{"TransactionalPassesWithdrawalOfAll",
             {Withdrawal(kAll, ""), Withdrawal(kSms, "")},
             "transactional",
             kYes,
             kYes},
        Case{"TransactionalStopsWhenNamed",
             {Withdrawal(kAll, "transactional")},
             "transactional",
             kOut,
             kOut},
        Case{"TransactionalStopsOnTheNamedChannelAlone",
             {Withdrawal(kEmail, "transactional")},
             "transactional",
             kYes,
             kYes},
        Case{"ListedClassPassesWithdrawalOfAll", {Withdrawal(kAll, "")}, "alert", kYes, kYes},
        Case{"ListedClassStopsWhenNamed", {Withdrawal(kSms, "alert")}, "alert", kOut, kOut}),
    [](const auto& info) { return info.param.name; });

TEST(ReachabilityTest, AllCategoriesDoNotIncludeTransactionalEvenIfItNeedsConsent) {
  Profile profile;
  Policy policy;
  policy.classes["transactional"] = {};
  profile.consents = {Grant(kAll, "")};
  EXPECT_EQ(ReachOf(policy, profile, Channel::kInApp, "transactional"), kNone);
  profile.consents = {Grant(kAll, "transactional")};
  EXPECT_EQ(ReachOf(policy, profile, Channel::kInApp, "transactional"), kYes);
}

TEST(ReachabilityTest, NeedsAnAddressWhereTheChannelHasOne) {
  Profile profile;
  profile.consents = {Grant(kAll, "")};
  for (const Channel channel : customer::kAllChannels) {
    const bool needs_none = channel == Channel::kInApp || channel == Channel::kWebhook;
    EXPECT_EQ(ReachOf({}, profile, channel, "marketing"),
              needs_none ? kYes : Reachability::kNoAddress);
  }
  profile.addresses = {{.channel = kEmail, .address = ""}, {.channel = kSms, .address = "+49301"}};
  EXPECT_EQ(ReachOf({}, profile, kEmail, "marketing"), Reachability::kNoAddress);
  EXPECT_EQ(ReachOf({}, profile, kSms, "marketing"), kYes);
}

TEST(ReachabilityTest, TellsOfTheMissingAddressFirst) {
  Profile profile;
  profile.consents = {Withdrawal(kAll, "")};
  EXPECT_EQ(ReachOf({}, profile, kEmail, "marketing"), Reachability::kNoAddress);
}

Profile Writable(std::vector<Consent> consents, std::string country = "") {
  Profile profile;
  profile.country = std::move(country);
  for (const Channel channel : {Channel::kSms, Channel::kEmail}) {
    profile.addresses.emplace_back().channel = channel;
    profile.addresses.back().address = "somewhere";
  }
  profile.consents = std::move(consents);
  return profile;
}

TEST(ReachabilityTest, AClassAsksForItsTopicsInsteadOfItsCategory) {
  Policy policy;
  policy.classes["cart-reminder"].consent_topics = {"offers"};
  const auto reach = [&](std::vector<Consent> consents) {
    return ReachOf(policy, Writable(std::move(consents)), kEmail, "cart-reminder");
  };
  EXPECT_EQ(reach({Grant(kEmail, "offers")}), kYes);
  EXPECT_EQ(reach({Grant(kAll, "")}), kYes);
  EXPECT_EQ(reach({Grant(kEmail, "cart-reminder")}), kNone);
  EXPECT_EQ(reach({Grant(kAll, ""), Withdrawal(kAll, "offers")}), kOut);
  EXPECT_EQ(reach({Grant(kAll, ""), Withdrawal(kAll, "cart-reminder")}), kOut);
}

TEST(ReachabilityTest, OfSeveralTopicsEachNeedsConsent) {
  Policy policy;
  policy.classes["digest"].consent_topics = {"offers", "news"};
  const auto reach = [&](std::vector<Consent> consents) {
    return ReachOf(policy, Writable(std::move(consents)), kEmail, "digest");
  };
  EXPECT_EQ(reach({Grant(kEmail, "offers")}), kNone);
  EXPECT_EQ(reach({Grant(kEmail, "offers"), Grant(kAll, "news")}), kYes);
  EXPECT_EQ(reach({Grant(kEmail, "offers"), Withdrawal(kAll, "news")}), kOut);
}

TEST(ReachabilityTest, WhatConsentIsNeededDependsOnTheCountry) {
  Policy policy;
  policy.consent_by_country = {{"US", ConsentMode::kOptOut}};
  EXPECT_EQ(ReachOf(policy, Writable({}, "US"), kEmail, "marketing"), kYes);
  EXPECT_EQ(ReachOf(policy, Writable({}, "DE"), kEmail, "marketing"), kNone);
  EXPECT_EQ(ReachOf(policy, Writable({}), kEmail, "marketing"), kNone);
  policy.default_country = "US";
  EXPECT_EQ(ReachOf(policy, Writable({}), kEmail, "marketing"), kYes);
  EXPECT_EQ(ReachOf(policy, Writable({Withdrawal(kAll, "")}), kEmail, "marketing"), kOut);
}

TEST(ReachabilityTest, APurchaseIsASoftOptInForAWhileOnItsChannels) {
  Policy policy;
  policy.consent = ConsentMode::kSoftOptIn;
  policy.soft_opt_in.event = "Order Completed";
  policy.soft_opt_in.within = absl::Hours(48);
  policy.soft_opt_in.channels.Add(kEmail);
  customer::Record record;
  record.profile = Writable({});
  const absl::Time now = absl::FromUnixSeconds(86400 * 100);
  EXPECT_EQ(Reach(policy, record, now, kEmail, "marketing"), kNone) << "nothing was bought";
  record.last_purchase_at = now - absl::Hours(48) + absl::Milliseconds(1);
  EXPECT_EQ(Reach(policy, record, now, kEmail, "marketing"), kYes);
  EXPECT_EQ(Reach(policy, record, now, kSms, "marketing"), kNone);
  EXPECT_EQ(Reach(policy, record, now + absl::Milliseconds(1), kEmail, "marketing"), kNone);
  record.profile.consents = {Withdrawal(kEmail, "marketing")};
  EXPECT_EQ(Reach(policy, record, now, kEmail, "marketing"), kOut);
}

TEST(ReachabilityTest, WhoWasNotHeardOfForTooLongIsNotEngaged) {
  Policy policy;
  policy.engagement.emplace_back().channels.Add(kEmail);
  policy.engagement[0].within = absl::Hours(48);
  policy.classes["win-back"].ignores_engagement = true;
  const absl::Time now = absl::FromUnixSeconds(86400 * 100);
  customer::Record record;
  record.profile = Writable({Grant(kAll, "")});
  record.created_at = now - absl::Hours(100);
  record.last_event_at = now - absl::Hours(48) + absl::Milliseconds(1);
  EXPECT_EQ(Reach(policy, record, now, kEmail, "marketing"), kYes);
  record.last_event_at = now - absl::Hours(48);
  EXPECT_EQ(Reach(policy, record, now, kEmail, "marketing"), Reachability::kUnengaged);
  EXPECT_EQ(Reach(policy, record, now, kSms, "marketing"), kYes);
  EXPECT_EQ(Reach(policy, record, now, kEmail, "win-back"), kYes);
  EXPECT_EQ(Reach(policy, record, now, kEmail, "transactional"), kYes);
  record.created_at = now;
  EXPECT_EQ(Reach(policy, record, now, kEmail, "marketing"), kYes) << "has only just become known";
  record.profile.consents.clear();
  EXPECT_EQ(Reach(policy, record, now, kEmail, "marketing"), kNone) << "consent is told first";
}

}  // namespace
}  // namespace usher::channel
