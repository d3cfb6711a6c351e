#include "provider/several_addresses.h"

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;
using messages::AttemptReport;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Keeps what it is given until the test answers.
class HeldProvider : public messages::ProviderPort {
 public:
  void Send(const journey::Message& message, std::function<void(AttemptReport)> done) override {
    EXPECT_THAT(message.more_addresses, IsEmpty());
    addresses.push_back(message.address);
    callbacks.push_back(std::move(done));
  }

  std::vector<std::string> addresses;
  std::vector<std::function<void(AttemptReport)>> callbacks;
};

class SeveralAddressesTest : public testing::Test {
 protected:
  void Send(const std::vector<std::string>& addresses) {
    journey::Message message;
    message.address = addresses[0];
    message.more_addresses.assign(addresses.begin() + 1, addresses.end());
    several_.Send(message, [this](AttemptReport report) {
      EXPECT_FALSE(report_) << "answered twice";
      report_ = std::move(report);
    });
  }
  // What comes of answers for as many addresses.
  AttemptReport After(const std::vector<AttemptReport>& answers) {
    const std::vector<std::string> names = {"a", "b", "c", "d", "e"};
    Send({names.begin(), names.begin() + static_cast<std::ptrdiff_t>(answers.size())});
    for (std::size_t i = 0; i < answers.size(); ++i) {
      EXPECT_FALSE(report_) << "answered before all have";
      one_->callbacks[i](answers[i]);
    }
    EXPECT_TRUE(report_);
    return report_.value_or(AttemptReport());
  }

  std::shared_ptr<HeldProvider> one_ = std::make_shared<HeldProvider>();
  SeveralAddresses several_{one_};
  std::optional<AttemptReport> report_;
};

TEST_F(SeveralAddressesTest, AMessageForOneIsPassedOnAsItIs) {
  const AttemptReport report = After({{AttemptResult::kDeadAddress, "gone"}});
  EXPECT_THAT(one_->addresses, ElementsAre("a"));
  EXPECT_EQ(report.detail, "gone");
  EXPECT_THAT(report.dead_addresses, IsEmpty()) << "the address is that of the message";
}

TEST_F(SeveralAddressesTest, AMessageIsSentWhenOneAddressTookIt) {
  const AttemptReport report = After({{AttemptResult::kTemporary, "503"},
                                      {AttemptResult::kSent, ""},
                                      {AttemptResult::kDeadAddress, "gone"}});
  EXPECT_THAT(one_->addresses, ElementsAre("a", "b", "c"));
  EXPECT_EQ(report.result, AttemptResult::kSent);
  EXPECT_EQ(report.detail, "taken for 1 of 3 addresses");
  EXPECT_THAT(report.dead_addresses, ElementsAre("c"));
}

TEST_F(SeveralAddressesTest, WhatMayHaveArrivedIsUnknownAndIsNoFailure) {
  EXPECT_EQ(After({{AttemptResult::kRejected, "no"}, {AttemptResult::kUnknown, "lost"}}).result,
            AttemptResult::kUnknown);
}

TEST_F(SeveralAddressesTest, WhatCanBeRepeatedIsRepeatedAfterTheLongestPause) {
  const AttemptReport report = After({{AttemptResult::kRejected, "no"},
                                      {AttemptResult::kThrottled, "slow down", absl::Seconds(7)},
                                      {AttemptResult::kTemporary, "503", absl::Seconds(30), true}});
  EXPECT_EQ(report.result, AttemptResult::kThrottled);
  EXPECT_EQ(report.retry_after, absl::Seconds(30));
  EXPECT_TRUE(report.provider_fault);
  EXPECT_THAT(report.detail, HasSubstr("slow down; taken for 0 of 3 addresses"));
}

TEST_F(SeveralAddressesTest, ItIsDeadOnlyWhereAllAre) {
  const AttemptReport report =
      After({{AttemptResult::kDeadAddress, "gone"}, {AttemptResult::kDeadAddress, "gone"}});
  EXPECT_EQ(report.result, AttemptResult::kDeadAddress);
  EXPECT_THAT(report.dead_addresses, ElementsAre("a", "b"));
}

}  // namespace
}  // namespace usher::provider
