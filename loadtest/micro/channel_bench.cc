#include <vector>

#include "benchmark/benchmark.h"
#include "channel/decide.h"
#include "micro/sample.h"

// May this message go: caps, gap and quiet hours; the argument is how many messages the customer
// was sent in the last month.
namespace usher::micro {
namespace {

void DecideChannel(benchmark::State& state) {
  const customer::Limits limits;
  std::vector<customer::Contact> contacts;
  contacts.reserve(static_cast<std::size_t>(state.range(0)));
  for (int i = 0; i < state.range(0); ++i) {
    contacts.push_back({.at = Noon() - absl::Hours(24 * 30) + absl::Hours(i),
                        .channel = customer::Channel::kPush,
                        .category = "marketing",
                        .send_id = static_cast<std::uint64_t>(i)});
  }
  const channel::Question question{.channel = customer::Channel::kPush,
                                   .category = "marketing",
                                   .contacts = contacts,
                                   .zone = Policy().default_zone,
                                   .now = Noon()};
  for (auto _ : state) {
    benchmark::DoNotOptimize(channel::Decide(Policy(), question, limits));
  }
}
BENCHMARK(DecideChannel)->Arg(0)->Arg(10)->Arg(100);

}  // namespace
}  // namespace usher::micro
