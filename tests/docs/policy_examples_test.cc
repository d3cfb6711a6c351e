// The policies in docs/policy.md are what a reader copies, so they have to load.

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "channel/policy_file.h"

namespace usher {
namespace {

// The blocks of the page that are whole policies.
std::vector<std::string> PolicyExamples() {
  std::ifstream page("docs/policy.md");
  std::vector<std::string> examples;
  std::string text;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line == "```yaml") {
      inside = true;
      text.clear();
    } else if (inside && line == "```") {
      inside = false;
      if (text.rfind("policy: ", 0) == 0) examples.push_back(text);
    } else if (inside) {
      absl::StrAppend(&text, line, "\n");
    }
  }
  return examples;
}

TEST(PolicyExamplesTest, LoadAndNameTheirCaps) {
  const std::vector<std::string> examples = PolicyExamples();
  ASSERT_EQ(examples.size(), 1U);
  const std::string path = testing::TempDir() + "/policy-example.yaml";
  std::ofstream(path) << examples[0];
  const auto policy = channel::ReadPolicy(path);
  ASSERT_TRUE(policy.ok()) << policy.status();
  std::vector<std::string> caps;
  for (const channel::Cap& cap : (*policy)->caps) caps.push_back(cap.name);
  EXPECT_THAT(caps, testing::ElementsAre("sms-1-per-day", "all-3-per-24h", "newsletters",
                                         "all-price-alert-4-per-month"));
}

}  // namespace
}  // namespace usher
