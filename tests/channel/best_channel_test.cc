#include "channel/best_channel.h"

#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace usher::channel {
namespace {

using customer::Channel;

const std::vector<Channel> kPushAndSms = {Channel::kPush, Channel::kSms};

void Set(Channel channel, double sent, double reacted, ChannelReactions* reactions) {
  (*reactions)[static_cast<std::size_t>(channel)] = {sent, reacted};
}

double LogBeta(double a, double b) { return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b); }

// How likely Beta(a1, b1) is to be larger than Beta(a2, b2), in closed form for a whole a1.
double IsLarger(int a1, double b1, double a2, double b2) {
  double sum = 0;
  for (int i = 0; i < a1; ++i) {
    sum += std::exp(LogBeta(a2 + i, b1 + b2) - std::log(b1 + i) - LogBeta(1 + i, b1) -
                    LogBeta(a2, b2));
  }
  return sum;
}

TEST(BestChannelTest, AChannelIsChosenAsOftenAsItIsLikelyToBeTheBest) {
  // The population reacts to one message in five on both, so a prior is Beta(2, 8).
  ChannelReactions all;
  Set(Channel::kPush, 10, 3, &all);
  Set(Channel::kSms, 10, 3, &all);
  ChannelReactions own;
  Set(Channel::kPush, 6, 1, &own);
  Set(Channel::kSms, 4, 2, &own);
  double mean = 0;
  constexpr int kSeeds = 400;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    mean += ChooseChannel(kPushAndSms, own, all, seed).propensities[1] / kSeeds;
  }
  const double sms_is_best = IsLarger(2 + 2, 8 + 2, 2 + 1, 8 + 5);
  EXPECT_NEAR(mean, kExplorationFloor + (1 - 2 * kExplorationFloor) * sms_is_best, 0.01);
}

TEST(BestChannelTest, PropensitiesAddUpAndNoneIsBelowTheFloor) {
  const std::vector<Channel> candidates = {Channel::kPush, Channel::kSms, Channel::kEmail};
  ChannelReactions own;
  Set(Channel::kPush, 100, 90, &own);
  Set(Channel::kSms, 100, 0, &own);
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const ChannelChoice choice = ChooseChannel(candidates, own, {}, seed);
    EXPECT_LT(choice.chosen, candidates.size());
    EXPECT_NEAR(std::accumulate(choice.propensities.begin(), choice.propensities.end(), 0.0), 1,
                1e-9);
    for (const double propensity : choice.propensities) {
      EXPECT_GE(propensity, kExplorationFloor - 1e-9);
    }
  }
}

TEST(BestChannelTest, TheSameSeedGivesTheSameChoice) {
  const ChannelChoice first = ChooseChannel(kPushAndSms, {}, {}, 7);
  const ChannelChoice second = ChooseChannel(kPushAndSms, {}, {}, 7);
  EXPECT_EQ(first.chosen, second.chosen);
  EXPECT_EQ(first.propensities, second.propensities);
}

TEST(BestChannelTest, WhoIsNewGetsWhatOthersReactTo) {
  ChannelReactions all;
  Set(Channel::kPush, 10000, 200, &all);
  Set(Channel::kSms, 10000, 4000, &all);
  int sms = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    sms += ChooseChannel(kPushAndSms, {}, all, seed).chosen == 1 ? 1 : 0;
  }
  EXPECT_GT(sms, 160);
  EXPECT_LT(sms, 200);
}

// A customer who reacts to one push message in twenty and to two text messages in five, although
// others do the opposite.
class LearningTest : public testing::Test {
 protected:
  LearningTest() {
    Set(Channel::kPush, 1000, 300, &all_);
    Set(Channel::kSms, 1000, 50, &all_);
  }

  // Of one customer, from message to message; another number is another one.
  void Learn(std::uint64_t customer) {
    ChannelReactions own;
    std::mt19937_64 dice(customer);
    std::uniform_real_distribution<double> luck;
    for (std::uint64_t message = 0; message < kMessages; ++message) {
      const ChannelChoice choice =
          ChooseChannel(kPushAndSms, own, all_, customer * kMessages + message);
      Reactions& known = own[static_cast<std::size_t>(kPushAndSms[choice.chosen])];
      const double reacted = luck(dice) < kRates[choice.chosen] ? 1 : 0;
      known.sent += 1;
      known.reacted += reacted;
      weighted_[choice.chosen] += reacted / choice.propensities[choice.chosen] / kMessages;
      if (message >= kMessages / 2) late_[choice.chosen] += 1;
    }
  }

  static constexpr int kMessages = 2000;
  static constexpr double kRates[] = {0.05, 0.4};
  ChannelReactions all_;
  double late_[2] = {0, 0};
  double weighted_[2] = {0, 0};
};

TEST_F(LearningTest, FindsTheBetterChannelAndGoesOnTryingTheOther) {
  Learn(1);
  EXPECT_GT(late_[1], 0.9 * kMessages / 2);
  EXPECT_GT(late_[0], 0.025 * kMessages / 2);
}

TEST_F(LearningTest, OutcomesWeightedByTheirPropensitiesAreUnbiased) {
  constexpr int kCustomers = 10;
  for (std::uint64_t customer = 0; customer < kCustomers; ++customer) Learn(customer);
  // Of the rarely chosen one the standard deviation is sqrt(0.05 / 0.05 / 20,000), 0.007.
  EXPECT_NEAR(weighted_[0] / kCustomers, kRates[0], 0.03);
  EXPECT_NEAR(weighted_[1] / kCustomers, kRates[1], 0.03);
}

}  // namespace
}  // namespace usher::channel
