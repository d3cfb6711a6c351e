#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"

#include "channel/reaction_counts.h"
#include "customer/channel.h"

// Which channel a customer reacts to most, learned from few messages: Thompson sampling (W. R.
// Thompson, 1933) with a Beta-Bernoulli model of each channel.
namespace usher::channel {

struct ChannelChoice {
  std::size_t chosen = 0;            // index of a candidate
  std::vector<double> propensities;  // how likely each candidate was to be chosen; their sum is 1
};

// No channel is chosen less often than this.
inline constexpr double kExplorationFloor = 0.05;

// Chooses one of `candidates`, of which there is at least one. `all` is what all customers did: it
// stands for as much as ten messages to this one, whose own reactions are `own`. The candidate is
// drawn from just the propensities given, so that what is learned from the outcomes can be weighted
// by them. The same seed gives the same choice.
ChannelChoice ChooseChannel(absl::Span<const customer::Channel> candidates,
                            const ChannelReactions& own, const ChannelReactions& all,
                            std::uint64_t seed);

}  // namespace usher::channel
