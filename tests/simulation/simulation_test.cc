// The whole system on one thread, in worlds that each follow from a seed. USHER_SIM_SEEDS says how
// many; USHER_SIM_FIRST which is the first.

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "base/log.h"
#include "tests/simulation/world.h"

namespace usher::simulation {
namespace {

std::uint64_t FromEnvironment(const char* name, std::uint64_t fallback) {
  const char* text = std::getenv(name);
  std::uint64_t value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : fallback;
}

TEST(SimulationTest, KeepsItsPromisesInEveryWorld) {
  base::SetLogLevel(base::LogLevel::kWarn);
  const std::uint64_t first = FromEnvironment("USHER_SIM_FIRST", 1);
  const std::uint64_t seeds = FromEnvironment("USHER_SIM_SEEDS", 50);
  std::map<std::string, int> counts;
  int failed = 0;
  for (std::uint64_t seed = first; seed < first + seeds && failed < 3; ++seed) {
    World world(seed);
    world.Live();
    world.Judge();
    std::string violations;
    int shown = 0;
    for (const std::string& violation : world.journal().violations) {
      if (++shown <= 10) absl::StrAppend(&violations, "\n  ", violation);
    }
    EXPECT_EQ(world.journal().violations.size(), 0u) << "USHER_SIM_FIRST=" << seed << violations;
    if (!world.journal().violations.empty()) ++failed;
    for (const auto& [what, count] : world.journal().counts) counts[what] += count;
  }
  for (const auto& [what, count] : counts) std::cout << count << " " << what << "\n";
  // A world in which nothing went wrong, or nothing worked, proves nothing.
  if (failed > 0 || seeds < 20) return;
  for (const char* what :
       {"crashes", "stalls", "stalls at a grant", "conflicts", "refused calls", "lost replies",
        "slow attempts", "fates asked for", "attempts found not started", "opt-outs",
        "opt-outs by what came back", "erasures", "held", "merged", "guests' orders",
        "found by the clock", "repeated events", "acknowledged later"}) {
    EXPECT_GE(counts[what], static_cast<int>(seeds) / 2) << what;
  }
  EXPECT_GT(counts["acknowledged at once"], counts["acknowledged later"]);
  EXPECT_GT(counts["delivered"], static_cast<int>(seeds) * 50);
}

TEST(SimulationTest, TheSameSeedGivesTheSameWorld) {
  base::SetLogLevel(base::LogLevel::kWarn);
  World one(7);
  World other(7);
  one.Live();
  other.Live();
  EXPECT_EQ(one.journal().counts, other.journal().counts);
  ASSERT_EQ(one.journal().attempts.size(), other.journal().attempts.size());
  for (std::size_t i = 0; i < one.journal().attempts.size(); ++i) {
    EXPECT_EQ(one.journal().attempts[i].message.send_id,
              other.journal().attempts[i].message.send_id);
    EXPECT_EQ(one.journal().attempts[i].called_at, other.journal().attempts[i].called_at);
  }
}

}  // namespace
}  // namespace usher::simulation
