#include "limits/cpu_time.h"

#include "gtest/gtest.h"
#include <unistd.h>

namespace usher::limits {
namespace {

TEST(CpuTimeTest, GrowsWithWork) {
  const absl::Duration before = OwnCpuTime();
  while (OwnCpuTime() - before < absl::Milliseconds(50)) {
  }
  const auto from_proc = CpuTimeOf(getpid());
  ASSERT_TRUE(from_proc.ok()) << from_proc.status();
  EXPECT_GE(*from_proc, absl::Milliseconds(30));
}

TEST(CpuTimeTest, NobodyHasNone) { EXPECT_TRUE(absl::IsNotFound(CpuTimeOf(-1).status())); }

}  // namespace
}  // namespace usher::limits
