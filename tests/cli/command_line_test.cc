#include "cli/command_line.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/fake_gateway.h"
#include "tests/support/fake_timing.h"

namespace usher::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class CommandLineTest : public ::testing::Test {
 protected:
  ExitCode Call(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.end(), {"--server", gateway_.address()});
    return CallBare(arguments, input);
  }
  ExitCode CallBare(const std::vector<std::string>& arguments, const std::string& input = "") {
    std::istringstream in(input);
    out_.str("");
    err_.str("");
    return cli::Run(arguments, {.in = &in, .out = &out_, .err = &err_}, &timing_);
  }

  testing::FakeGateway gateway_;
  testing::FakeTiming timing_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(CommandLineTest, WrongUsageIsTwoAndHelpIsZero) {
  EXPECT_EQ(CallBare({}), kUsage);
  EXPECT_EQ(CallBare({"journey"}), kUsage);
  EXPECT_EQ(CallBare({"journey", "nonsense"}), kUsage);
  EXPECT_THAT(err_.str(), HasSubstr("see usherctl journey --help"));
  EXPECT_EQ(CallBare({"journey", "lst"}), kUsage);
  EXPECT_THAT(err_.str(), HasSubstr("error: \"lst\" is no command; did you mean list?"));
  EXPECT_EQ(CallBare({"journey", "list", "-o", "xml"}), kUsage);
  EXPECT_EQ(CallBare({"journey", "stats"}), kUsage);
  EXPECT_EQ(CallBare({"customer", "consent", "c1"}), kUsage);
  EXPECT_EQ(CallBare({"clock", "get", "--timeout", "soon"}), kUsage);
  EXPECT_EQ(CallBare({"event", "publish", "--batch", "1001"}), kUsage);
  EXPECT_EQ(CallBare({"journey", "apply", "--help"}), kOk);
  EXPECT_THAT(out_.str(), HasSubstr("Examples:\n  usherctl journey apply -f"));
  EXPECT_EQ(CallBare({"--version"}), kOk);
  EXPECT_THAT(out_.str(), StartsWith("usherctl "));
}

TEST_F(CommandLineTest, HelpOfAGroupLeadsToThatOfItsCommands) {
  EXPECT_EQ(CallBare({"policy", "--help"}), kOk);
  EXPECT_THAT(out_.str(), HasSubstr("usherctl policy COMMAND --help"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("usherctl journey apply"))) << "an example of another's";
  EXPECT_EQ(CallBare({"--help"}), kOk);
  EXPECT_THAT(out_.str(), HasSubstr("Examples:\n  usherctl journey apply"));
}

TEST_F(CommandLineTest, AppliesFromStandardInput) {
  EXPECT_EQ(Call({"journey", "apply", "-f", "-"}, "welcome"), kOk);
  EXPECT_EQ(out_.str(), "journey/welcome created\n");
  ASSERT_THAT(gateway_.applied(), SizeIs(1));
  EXPECT_EQ(gateway_.applied()[0].file(), "<stdin>");
  EXPECT_FALSE(gateway_.applied()[0].validate_only());
  EXPECT_EQ(Call({"journey", "apply", "-f", "-", "--dry-run", "-o", "name"}, "welcome"), kOk);
  EXPECT_EQ(out_.str(), "journey/welcome\n");
  EXPECT_TRUE(gateway_.applied()[1].validate_only());
}

TEST_F(CommandLineTest, AppliesAFolderInOrderAndTriesAllFiles) {
  const std::filesystem::path folder =
      std::filesystem::path(::testing::TempDir()) / "command_line_test_journeys";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "a.yaml") << "first";
  std::ofstream(folder / "b.yml") << "second";
  std::ofstream(folder / "c.txt") << "other";
  std::ofstream(folder / "policy.yaml") << "no journey";
  gateway_.FailApply(testing::InvalidArgument(
      "1 fault", {{"enter.on", (folder / "a.yaml").string() + ":3:7: no such event"}}));
  EXPECT_EQ(Call({"journey", "apply", "-f", folder.string(), "-f", "missing.yaml"}), kFailure);
  EXPECT_EQ(out_.str(), "journey/second created\n");
  EXPECT_THAT(err_.str(), StartsWith("error: INVALID_ARGUMENT: 1 fault\n" +
                                     (folder / "a.yaml").string() + ":3:7: no such event\n"));
  EXPECT_THAT(err_.str(), HasSubstr("error: missing.yaml: No such file"));
  std::filesystem::remove_all(folder);
}

TEST_F(CommandLineTest, WhatTheGatewaySaysTwiceIsToldOnce) {
  gateway_.FailApply(testing::InvalidArgument(
      "enter.on: a.yaml:3:7: no such event (and 1 more)",
      {{"enter.on", "a.yaml:3:7: no such event"}, {"steps", "a.yaml:9:1: none"}}));
  EXPECT_EQ(Call({"journey", "apply", "-f", "-"}, "first"), kFailure);
  EXPECT_EQ(err_.str(), "error: a.yaml:3:7: no such event\nerror: a.yaml:9:1: none\n");
}

TEST_F(CommandLineTest, AnErrorOfTheGatewayIsOne) {
  EXPECT_EQ(Call({"journey", "get", "none"}), kFailure);
  EXPECT_EQ(err_.str(), "error: NOT_FOUND: there is no journey none\n");
}

TEST_F(CommandLineTest, HintsAtAGatewayThatIsNotThere) {
  EXPECT_EQ(CallBare({"clock", "get", "--server", "unix:no-such-socket"}), kFailure);
  EXPECT_THAT(err_.str(), StartsWith("error: UNAVAILABLE: "));
  EXPECT_THAT(err_.str(), HasSubstr("hint: is usherd running at unix:no-such-socket?"));
}

TEST_F(CommandLineTest, PublishesAndVerifiesWithTheRightExitCodes) {
  const std::string good = "{\"id\":\"e1\",\"customer_id\":\"c1\",\"name\":\"x\"}\n";
  EXPECT_EQ(Call({"event", "publish"}, good), kOk);
  EXPECT_EQ(out_.str(), "published 1, duplicates 0, failed 0\n");
  EXPECT_EQ(Call({"event", "publish"}, good + "bad\n"), kFailure);
  EXPECT_EQ(out_.str(), "published 0, duplicates 1, failed 1\n");
  EXPECT_EQ(Call({"event", "verify"}, good), kOk);
  EXPECT_EQ(out_.str(), "events 1, found 1, lost 0, unknown 0\n");
  EXPECT_EQ(Call({"event", "verify"}, "{\"id\":\"e2\",\"customer_id\":\"c1\",\"name\":\"x\"}"),
            kFailure);
  EXPECT_EQ(out_.str(), "events 1, found 0, lost 1, unknown 0\n");
}

TEST_F(CommandLineTest, SetsACustomer) {
  EXPECT_EQ(Call({"customer", "set", "c1", "--attribute", "points=120", "--attribute", "tier=gold",
                  "--address", "push=TOKEN", "--country", "AT"}),
            kOk);
  EXPECT_EQ(out_.str(), "customer/c1 created\n");
  ASSERT_THAT(gateway_.upserts(), SizeIs(1));
  const v1::UpsertRequest request = gateway_.upserts()[0];
  EXPECT_EQ(request.attributes().fields().at("points").number_value(), 120);
  EXPECT_EQ(request.attributes().fields().at("tier").string_value(), "gold");
  EXPECT_EQ(request.addresses(0).channel(), v1::CHANNEL_PUSH);
  EXPECT_EQ(request.addresses(0).address(), "TOKEN");
  EXPECT_TRUE(request.has_country());
  EXPECT_FALSE(request.has_locale());
  EXPECT_EQ(Call({"customer", "set", "c1", "--address", "pigeon=X"}), kUsage);
}

TEST_F(CommandLineTest, ImportsCustomers) {
  EXPECT_EQ(Call({"customer", "import"},
                 "{\"customer_id\":\"c1\",\"consents\":[{\"channel\":\"push\",\"granted\":true}]}\n"
                 "{\"customer_id\":\"c1\",\"locale\":\"de\"}\n"
                 "{\"customer_id\":\"c2\",\"consents\":[{\"channel\":\"push\"}]}\n"),
            kFailure);
  EXPECT_EQ(out_.str(), "created 1, changed 1, failed 1\n");
  EXPECT_THAT(err_.str(), HasSubstr("line 3: consents[0].granted: missing"));
  ASSERT_THAT(gateway_.upserts(), SizeIs(2));
  EXPECT_TRUE(gateway_.upserts()[0].consents(0).granted());
}

TEST_F(CommandLineTest, AdvancesTheClockBySpanAndToTime) {
  gateway_.SetClock(absl::FromUnixSeconds(3600), 0);
  EXPECT_EQ(Call({"clock", "get"}), kOk);
  EXPECT_EQ(out_.str(), "1970-01-01T01:00:00Z  standing still\n");
  EXPECT_EQ(Call({"clock", "advance", "+1d30m"}), kOk);
  EXPECT_EQ(out_.str(), "1970-01-02T02:30:00Z  3 customers woken\n");
  EXPECT_EQ(Call({"clock", "advance", "2024-05-01T10:00:00Z"}), kOk);
  EXPECT_EQ(out_.str(), "2024-05-01T10:00:00Z  3 customers woken\n");
  EXPECT_EQ(Call({"clock", "advance", "tomorrow"}), kUsage);
}

TEST_F(CommandLineTest, PrintsCompletionForEachShell) {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    EXPECT_EQ(CallBare({"completion", shell}), kOk);
    EXPECT_THAT(out_.str(), HasSubstr("journey apply"));
    EXPECT_THAT(out_.str(), HasSubstr("--dry-run"));
  }
  EXPECT_EQ(CallBare({"completion", "tcsh"}), kUsage);
}

}  // namespace
}  // namespace usher::cli
