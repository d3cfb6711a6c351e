#include "channel/best_channel.h"

#include <algorithm>

#include "base/random.h"

namespace usher::channel {
namespace {

// What the population says weighs as much as so many messages to the customer.
constexpr double kPriorMessages = 10;
// Of channels nobody knows anything of one message in ten is thought to be reacted to.
constexpr double kUnknownReacted = 1;
constexpr double kUnknownSent = 10;
// The chance of being the best is counted over so many draws, to half a percent or so.
constexpr int kDraws = 256;

double DrawBeta(double a, double b, base::Random& random) {
  const double x = random.Gamma(a);
  return x / (x + random.Gamma(b));
}

struct Belief {
  double a = 1;
  double b = 1;
};

Belief BeliefOf(const Reactions& own, const Reactions& all) {
  const double rate =
      (std::min(all.reacted, all.sent) + kUnknownReacted) / (all.sent + kUnknownSent);
  return {rate * kPriorMessages + own.reacted,
          (1 - rate) * kPriorMessages + std::max(0.0, own.sent - own.reacted)};
}

}  // namespace

ChannelChoice ChooseChannel(absl::Span<const customer::Channel> candidates,
                            const ChannelReactions& own, const ChannelReactions& all,
                            std::uint64_t seed) {
  std::vector<Belief> beliefs;
  for (const customer::Channel channel : candidates) {
    const auto number = static_cast<std::size_t>(channel);
    beliefs.push_back(BeliefOf(own[number], all[number]));
  }
  base::Random random(seed);
  ChannelChoice choice;
  choice.propensities.assign(candidates.size(), 0);
  for (int draw = 0; draw < kDraws; ++draw) {
    std::size_t best = 0;
    double best_rate = -1;
    for (std::size_t i = 0; i < beliefs.size(); ++i) {
      const double rate = DrawBeta(beliefs[i].a, beliefs[i].b, random);
      if (rate > best_rate) {
        best = i;
        best_rate = rate;
      }
    }
    choice.propensities[best] += 1.0 / kDraws;
  }
  const double left = 1 - kExplorationFloor * static_cast<double>(candidates.size());
  for (double& propensity : choice.propensities) {
    propensity = kExplorationFloor + left * propensity;
  }
  double luck = random.Unit();
  while (choice.chosen + 1 < candidates.size() && luck >= choice.propensities[choice.chosen]) {
    luck -= choice.propensities[choice.chosen];
    ++choice.chosen;
  }
  return choice;
}

}  // namespace usher::channel
