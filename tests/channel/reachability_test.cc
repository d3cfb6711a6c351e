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
  EXPECT_EQ(Reach(policy, profile, Channel::kSms, GetParam().category), GetParam().opt_in);
  policy.consent = ConsentMode::kOptOut;
  EXPECT_EQ(Reach(policy, profile, Channel::kSms, GetParam().category), GetParam().opt_out);
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
  EXPECT_EQ(Reach(policy, profile, Channel::kInApp, "transactional"), kNone);
  profile.consents = {Grant(kAll, "transactional")};
  EXPECT_EQ(Reach(policy, profile, Channel::kInApp, "transactional"), kYes);
}

TEST(ReachabilityTest, NeedsAnAddressWhereTheChannelHasOne) {
  Profile profile;
  profile.consents = {Grant(kAll, "")};
  for (const Channel channel : customer::kAllChannels) {
    const bool needs_none = channel == Channel::kInApp || channel == Channel::kWebhook;
    EXPECT_EQ(Reach({}, profile, channel, "marketing"),
              needs_none ? kYes : Reachability::kNoAddress);
  }
  profile.addresses = {{.channel = kEmail, .address = ""}, {.channel = kSms, .address = "+49301"}};
  EXPECT_EQ(Reach({}, profile, kEmail, "marketing"), Reachability::kNoAddress);
  EXPECT_EQ(Reach({}, profile, kSms, "marketing"), kYes);
}

TEST(ReachabilityTest, TellsOfTheMissingAddressFirst) {
  Profile profile;
  profile.consents = {Withdrawal(kAll, "")};
  EXPECT_EQ(Reach({}, profile, kEmail, "marketing"), Reachability::kNoAddress);
}

}  // namespace
}  // namespace usher::channel
