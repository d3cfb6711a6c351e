#include "channel/policy_text.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::channel {
namespace {

TEST(PolicyTextTest, EveryFaultHasItsFieldAndItsPlace) {
  std::vector<PolicyProblem> faults;
  EXPECT_EQ(
      ParsePolicy("policy: shop\ncaps:\n  - max: 0\n    per: 24h\nconsent: 7\n", "p.yaml", faults),
      nullptr);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].field, "consent");
  faults.clear();
  EXPECT_EQ(ParsePolicy("policy: shop\ncaps:\n  - max: 0\n    per: 24h\n", "p.yaml", faults),
            nullptr);
  EXPECT_THAT(faults, testing::ElementsAre(
                          PolicyProblem{"caps[0].max", "p.yaml:3:10: 0: must be 1 to 1000"}));
}

TEST(PolicyTextTest, AnEmptyMappingIsAnEmptyPolicy) {
  std::vector<PolicyProblem> faults;
  const auto policy = ParsePolicy("{}\n", "p.yaml", faults);
  ASSERT_NE(policy, nullptr);
  EXPECT_THAT(policy->caps, testing::IsEmpty());
  EXPECT_THAT(faults, testing::IsEmpty());
}

}  // namespace
}  // namespace usher::channel
