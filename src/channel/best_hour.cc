#include "channel/best_hour.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/random.h"

namespace usher::channel {
namespace {

// Of hours nobody knows anything of one message in ten is thought to be reacted to.
constexpr double kUnknownReacted = 1;
constexpr double kUnknownSent = 10;
// Before an hour is told from the others it has to have as many messages of all customers, or so.
constexpr double kHourMessages = 20;
// What the population says of one hour weighs as much as so many messages to the customer in it.
// With what the hours around it lend that is ten or so.
constexpr double kPriorMessages = 2;
// How much the hour itself and those one, two and three away say about an hour: a bell curve with a
// standard deviation of an hour and a half.
constexpr std::array<double, 4> kNearness = {1, 0.8007, 0.4111, 0.1353};
// The chance of being the best is counted over so many draws.
constexpr int kDraws = 128;

using Curve = std::array<double, kHours>;

// Weighted sums over the hours around each; the day is a circle.
Curve Blur(const Curve& curve) {
  constexpr int kReach = static_cast<int>(kNearness.size()) - 1;
  Curve blurred = {};
  for (int hour = 0; hour < kHours; ++hour) {
    for (int away = -kReach; away <= kReach; ++away) {
      const auto other = static_cast<std::size_t>((hour + away + kHours) % kHours);
      blurred[static_cast<std::size_t>(hour)] +=
          kNearness[static_cast<std::size_t>(std::abs(away))] * curve[other];
    }
  }
  return blurred;
}

// Of the weights of a blurred value.
constexpr double kNearnessSum = 1 + 2 * (0.8007 + 0.4111 + 0.1353);

// How often customers react at each hour, as far as that is known.
Curve RatesOfAll(const HourReactions& all) {
  Curve sent = {};
  Curve reacted = {};
  Reactions total;
  for (std::size_t hour = 0; hour < all.size(); ++hour) {
    sent[hour] = all[hour].sent;
    reacted[hour] = std::min(all[hour].reacted, all[hour].sent);
    total.sent += sent[hour];
    total.reacted += reacted[hour];
  }
  const double overall = (total.reacted + kUnknownReacted) / (total.sent + kUnknownSent);
  sent = Blur(sent);
  reacted = Blur(reacted);
  Curve rates;
  for (std::size_t hour = 0; hour < rates.size(); ++hour) {
    rates[hour] = (reacted[hour] + kHourMessages * overall) / (sent[hour] + kHourMessages);
  }
  return rates;
}

// The mean of each hour's Beta distribution, and its standard deviation.
struct Belief {
  Curve mean;
  Curve deviation;
};

Belief BeliefOf(const HourReactions& own, const HourReactions& all) {
  const Curve prior = RatesOfAll(all);
  Belief belief{};
  for (std::size_t hour = 0; hour < own.size(); ++hour) {
    const double a = prior[hour] * kPriorMessages + own[hour].reacted;
    const double b =
        (1 - prior[hour]) * kPriorMessages + std::max(0.0, own[hour].sent - own[hour].reacted);
    belief.mean[hour] = a / (a + b);
    belief.deviation[hour] = std::sqrt(a * b / (a + b + 1)) / (a + b);
  }
  return belief;
}

}  // namespace

HourChoice ChooseHour(absl::Span<const int> candidates, const HourReactions& own,
                      const HourReactions& all, std::uint64_t seed) {
  const Belief belief = BeliefOf(own, all);
  base::Random random(seed);
  HourChoice choice;
  choice.propensities.assign(candidates.size(), 0);
  for (int draw = 0; draw < kDraws; ++draw) {
    // What is drawn is blurred, as neighbours are alike: means of several Betas are all but normal.
    Curve drawn;
    for (std::size_t hour = 0; hour < drawn.size(); ++hour) {
      drawn[hour] = belief.mean[hour] + belief.deviation[hour] * random.Normal();
    }
    drawn = Blur(drawn);
    const auto best =
        std::max_element(candidates.begin(), candidates.end(), [&drawn](int left, int right) {
          return drawn[static_cast<std::size_t>(left)] < drawn[static_cast<std::size_t>(right)];
        });
    choice.propensities[static_cast<std::size_t>(best - candidates.begin())] += 1.0 / kDraws;
  }
  const double blind = kBlindHours / static_cast<double>(candidates.size());
  for (double& propensity : choice.propensities) {
    propensity = blind + (1 - kBlindHours) * propensity;
  }
  double luck = random.Unit();
  while (choice.chosen + 1 < candidates.size() && luck >= choice.propensities[choice.chosen]) {
    luck -= choice.propensities[choice.chosen];
    ++choice.chosen;
  }
  return choice;
}

}  // namespace usher::channel
