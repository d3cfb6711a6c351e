#include "tests/integration/running_gateway.h"

#include <fstream>
#include <utility>

#include "gtest/gtest.h"

namespace usher::integration {
namespace {

std::vector<std::string> WithFile(std::vector<std::string> flags, const std::string& flag,
                                  const std::string& path, const std::string& text) {
  if (text.empty()) return flags;
  std::ofstream(path) << text;
  flags.insert(flags.end(), {flag, path});
  return flags;
}

}  // namespace

std::vector<std::string> StandingClock() {
  return {"--clock-speed", "0", "--clock-start", "2026-03-02T10:00:00Z"};
}

RunningGateway::RunningGateway(std::vector<std::string> flags, const std::string& policy,
                               const std::string& providers)
    : process(dir.path(),
              WithFile(WithFile(std::move(flags), "--policy", dir.path() + "/policy.yaml", policy),
                       "--providers", dir.path() + "/providers.yaml", providers)),
      client(process.address()) {}

std::vector<support::LoggedMessage> RunningGateway::Messages() const {
  return support::ReadMessageLog(dir.path() + "/messages.jsonl");
}

absl::Time At(const std::string& rfc3339) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, rfc3339, &time, &error)) << error;
  return time;
}

std::string WhyOf(const std::vector<v1::ExplainResponse::Decision>& decisions,
                  const std::string& what) {
  std::string why;
  for (const auto& decision : decisions) {
    if (decision.what() == what) why = decision.why();
  }
  return why;
}

}  // namespace usher::integration
