#include "channel/best_channel.h"

#include <algorithm>
#include <cmath>

namespace usher::channel {
namespace {

// What the population says weighs as much as so many messages to the customer.
constexpr double kPriorMessages = 10;
// Of channels nobody knows anything of one message in ten is thought to be reacted to.
constexpr double kUnknownReacted = 1;
constexpr double kUnknownSent = 10;
// The chance of being the best is counted over so many draws, to half a percent or so.
constexpr int kDraws = 256;

// SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, 2014): small, and the same everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  // In (0, 1).
  double Uniform() { return (static_cast<double>(Next() >> 11) + 0.5) * 0x1.0p-53; }

  // By the polar method of G. Marsaglia.
  double Normal() {
    while (true) {
      const double x = 2 * Uniform() - 1;
      const double y = 2 * Uniform() - 1;
      const double square = x * x + y * y;
      if (square > 0 && square < 1) return x * std::sqrt(-2 * std::log(square) / square);
    }
  }

  // Of shape `shape` > 0 and scale 1 (G. Marsaglia, W. W. Tsang, 2000).
  double Gamma(double shape) {
    if (shape < 1) return Gamma(shape + 1) * std::pow(Uniform(), 1 / shape);
    const double d = shape - 1.0 / 3;
    const double c = 1 / std::sqrt(9 * d);
    while (true) {
      const double x = Normal();
      const double root = 1 + c * x;
      if (root <= 0) continue;
      const double v = root * root * root;
      if (std::log(Uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
    }
  }

  double Beta(double a, double b) {
    const double x = Gamma(a);
    return x / (x + Gamma(b));
  }

 private:
  std::uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

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
  Random random(seed);
  ChannelChoice choice;
  choice.propensities.assign(candidates.size(), 0);
  for (int draw = 0; draw < kDraws; ++draw) {
    std::size_t best = 0;
    double best_rate = -1;
    for (std::size_t i = 0; i < beliefs.size(); ++i) {
      const double rate = random.Beta(beliefs[i].a, beliefs[i].b);
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
  double luck = random.Uniform();
  while (choice.chosen + 1 < candidates.size() && luck >= choice.propensities[choice.chosen]) {
    luck -= choice.propensities[choice.chosen];
    ++choice.chosen;
  }
  return choice;
}

}  // namespace usher::channel
