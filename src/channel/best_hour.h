#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"

#include "channel/reaction_counts.h"

// At which hour of the day a customer reacts to messages most, learned from few of them: Thompson
// sampling (W. R. Thompson, 1933) over a curve that changes little from one hour to the next.
namespace usher::channel {

struct HourChoice {
  std::size_t chosen = 0;            // index of a candidate
  std::vector<double> propensities;  // how likely each candidate was to be chosen; their sum is 1
};

// Of all choices, the share that is made blindly, so that habits that change are noticed.
inline constexpr double kBlindHours = 0.1;

// Chooses one of `candidates`, hours from 0 to 23, of which there is at least one and none twice.
// `all` is what all customers did at each hour, `own` what this one did; a message tells something
// of the hours around its own too. The candidate is drawn from just the propensities given, so that
// what is learned from the outcomes can be weighted by them. The same seed gives the same choice.
HourChoice ChooseHour(absl::Span<const int> candidates, const HourReactions& own,
                      const HourReactions& all, std::uint64_t seed);

}  // namespace usher::channel
