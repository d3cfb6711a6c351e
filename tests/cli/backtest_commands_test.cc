#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include <unistd.h>

#include "base/json.h"
#include "cli/command_line.h"
#include "tests/support/fake_timing.h"

namespace usher::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

namespace fs = std::filesystem;

constexpr char kJourney[] = R"(journey: hello
enter: { on: Added }
steps:
  - wait: { for: 1h }
  - send: { channels: push, template: t }
templates: { t: { push: { title: Hello } } }
)";

std::string Event(const std::string& id, const std::string& customer, const std::string& time) {
  return absl::StrCat(R"({"id":")", id, R"(","customer_id":")", customer,
                      R"(","name":"Added","time":"2026-03-02T)", time, "Z\"}\n");
}

// The commands that need no gateway.
class BacktestCommandsTest : public ::testing::Test {
 protected:
  BacktestCommandsTest() {
    folder_ = fs::temp_directory_path() / absl::StrCat("usher-backtest-test-", getpid());
    fs::create_directories(folder_);
    Write("hello.yaml", kJourney);
    Write("events.jsonl", Event("e1", "ada", "10:00:00") + Event("e2", "bob", "11:00:00"));
  }
  BacktestCommandsTest(const BacktestCommandsTest&) = delete;
  BacktestCommandsTest& operator=(const BacktestCommandsTest&) = delete;
  ~BacktestCommandsTest() override { fs::remove_all(folder_); }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }
  std::string Read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(folder_ / name).rdbuf();
    return text.str();
  }

  ExitCode Call(const std::vector<std::string>& arguments) {
    std::istringstream in(in_);
    out_.str("");
    err_.str("");
    return cli::Run(arguments, {.in = &in, .out = &out_, .err = &err_}, &timing_);
  }
  ExitCode Backtest(const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"backtest", "--journeys", Path("hello.yaml"), "--events",
                                          Path("events.jsonl")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Call(arguments);
  }

  fs::path folder_;
  testing::FakeTiming timing_;
  std::string in_;  // what stands in standard input
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(BacktestCommandsTest, PrintsAndWritesTheReport) {
  EXPECT_EQ(Backtest({"--assume-reachable", "push", "--json", Path("r.json"), "--html",
                      Path("r.html"), "--customer", "ada"}),
            kOk)
      << err_.str();
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("journey/hello"), HasSubstr("entered      2"),
                                HasSubstr("sent 2 (push 2)"), HasSubstr("Customer ada")));
  const auto json = base::ParseJson(Read("r.json"));
  ASSERT_TRUE(json.ok()) << json.status();
  EXPECT_EQ(*json->Find("events")->as_int(), 2);
  EXPECT_THAT(Read("r.html"), HasSubstr("<svg"));
  EXPECT_EQ(Backtest({"-o", "json"}), kOk);
  EXPECT_TRUE(base::ParseJson(out_.str()).ok());
}

TEST_F(BacktestCommandsTest, SaysThatNobodyCanBeReached) {
  EXPECT_EQ(Backtest({}), kOk);
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("There are no profiles"), HasSubstr("unreachable 2")));
}

TEST_F(BacktestCommandsTest, ComparesTwoSides) {
  Write("b.yaml", absl::StrCat(kJourney, "exit: { on: Added }\n"));
  EXPECT_EQ(Backtest({"--compare", Path("b.yaml"), "--assume-reachable", "push"}), kOk);
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("A and B"), HasSubstr("B: journey/hello")));
}

TEST_F(BacktestCommandsTest, NamesThePlaceOfFaults) {
  Write("events.jsonl", Event("e1", "ada", "10:00:00") + "{}\n");
  EXPECT_EQ(Backtest({}), kFailure);
  EXPECT_THAT(err_.str(), HasSubstr("events.jsonl:2: time: missing"));
  EXPECT_EQ(Backtest({"--skip-faulty"}), kOk);
  EXPECT_THAT(out_.str(), HasSubstr("1 faulty lines"));
  Write("hello.yaml", absl::StrCat(kJourney, "gaol: {}\n"));
  EXPECT_EQ(Backtest({"--skip-faulty"}), kFailure);
  EXPECT_THAT(err_.str(),
              HasSubstr("hello.yaml:7:1: unknown field \"gaol\"; did you mean \"goal\""));
}

TEST_F(BacktestCommandsTest, MissesWhatIsNotThere) {
  EXPECT_EQ(Backtest({"--policy", Path("none.yaml")}), kFailure);
  EXPECT_THAT(err_.str(), HasSubstr("none.yaml: cannot be read"));
  EXPECT_EQ(Backtest({"--customer", "eve"}), kFailure);
  EXPECT_THAT(err_.str(), HasSubstr("there are no events of customer \"eve\""));
  EXPECT_EQ(Backtest({"--html", Path("no/such/folder.html")}), kFailure);
  Write("events.jsonl", "\n");
  EXPECT_EQ(Backtest({}), kFailure);
  EXPECT_THAT(err_.str(), HasSubstr("there are no events"));
}

TEST_F(BacktestCommandsTest, WrongOptionsAreWrongUsage) {
  EXPECT_EQ(Call({"backtest", "--journeys", "x"}), kUsage);
  EXPECT_EQ(Backtest({"--from", "yesterday"}), kUsage);
  EXPECT_THAT(err_.str(), HasSubstr("\"yesterday\" is no time; write 2026-03-01"));
  EXPECT_EQ(Backtest({"--assume-reachable", "psuh"}), kUsage);
  EXPECT_THAT(err_.str(), HasSubstr("\"psuh\" is no channel; did you mean push"));
  EXPECT_EQ(Backtest({"--open-rate", "push=8"}), kUsage);
  EXPECT_THAT(err_.str(), HasSubstr("write CHANNEL=NUMBER with a number from 0 to 1"));
  EXPECT_EQ(Backtest({"--format", "csv"}), kUsage);
}

TEST_F(BacktestCommandsTest, ReadsCsvWithAMapping) {
  Write("events.csv", "who,what,when\nada,Added,2026-03-02T10:00:00Z\n");
  Write("mapping.json",
        R"({"name":{"column":"what"},"customer_id":{"column":"who"},"time":{"column":"when"}})");
  EXPECT_EQ(
      Call({"backtest", "--journeys", Path("hello.yaml"), "--events", Path("events.csv"),
            "--format", "csv", "--mapping", Path("mapping.json"), "--assume-reachable", "push"}),
      kOk)
      << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("sent 1 (push 1)"));
}

TEST_F(BacktestCommandsTest, TestsOfJourneysTellByTheirExitCode) {
  const std::string cases = R"(cases:
  - name: says hello
    events: { name: Added }
    expect: { at: 1h, content: { title: Hello } }
)";
  Write("hello.test.yaml", cases);
  EXPECT_EQ(Call({"journey", "test", Path("hello.yaml")}), kOk);
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("says hello"), HasSubstr("1 passed"),
                                Not(HasSubstr("what happened"))));
  EXPECT_EQ(Call({"journey", "test", Path(""), "--explain"}), kOk);
  EXPECT_THAT(out_.str(), HasSubstr("what happened to customer"));
  EXPECT_EQ(Call({"journey", "test", Path("hello.yaml"), "--only", "bye"}), kUsage);
  Write("hello.test.yaml", cases + "  - { name: says bye, events: { name: Added } }\n");
  EXPECT_EQ(Call({"journey", "test", Path("hello.yaml")}), kFailure);
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("a message nobody expects"), HasSubstr("what happened"),
                                HasSubstr("1 passed, 1 failed")));
  Write("hello.test.yaml", cases + "more: x\n");
  EXPECT_EQ(Call({"journey", "test", Path("hello.yaml")}), kUsage);
  EXPECT_THAT(err_.str(), HasSubstr("hello.test.yaml:5:1: unknown field \"more\""));
  EXPECT_EQ(Call({"journey", "test", Path("bye.yaml")}), kUsage);
}

TEST_F(BacktestCommandsTest, ShippedJourneysCanBeBacktested) {
  EXPECT_EQ(Call({"backtest", "--journeys", "journeys/", "--policy", "journeys/policy.yaml",
                  "--events", Path("events.jsonl")}),
            kOk)
      << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("journey/cart-abandonment"));
}

TEST_F(BacktestCommandsTest, TakesSeveralFilesAndStandardInput) {
  Write("more-1.jsonl", Event("e3", "cyd", "12:00:00"));
  Write("more-2.jsonl", Event("e4", "dan", "09:00:00"));
  in_ = Event("e5", "eve", "08:00:00") + Event("e6", "fay", "13:00:00");
  EXPECT_EQ(Backtest({Path("more-1.jsonl"), Path("more-2.jsonl"), "-", "--assume-reachable", "push",
                      "--json", Path("r.json")}),
            kOk)
      << err_.str();
  const auto report = base::ParseJson(Read("r.json"));
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(*report->Find("events")->as_int(), 6);

  Write("one.jsonl",
        R"({"customer_id":"ada","addresses":{"push":"T"},"consents":[{"granted":true}]})");
  Write("two.jsonl",
        R"({"customer_id":"bob","addresses":{"push":"T"},"consents":[{"granted":true}]})");
  in_ = R"({"customer_id":"ada","addresses":{"push":"T"},"consents":[{"granted":false}]})";
  EXPECT_EQ(
      Backtest({"--profiles", Path("one.jsonl"), Path("two.jsonl"), "-", "--json", Path("r.json")}),
      kOk)
      << err_.str();
  const auto sent = base::ParseJson(Read("r.json"));
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(*sent->Find("sides")->as_list()->at(0).Find("messages")->as_int(), 1)
      << "the later file withdrew ada's consent";
}

TEST_F(BacktestCommandsTest, ReadsStandardInputOnceAndNoOtherFormatsFromIt) {
  in_ = Event("e3", "cyd", "12:00:00");
  EXPECT_EQ(Backtest({"-", "--profiles", "-"}), kFailure);
  EXPECT_THAT(err_.str(), HasSubstr("-: standard input can be read once; name a file"));
  EXPECT_EQ(Call({"backtest", "--journeys", Path("hello.yaml"), "--format", "online-retail",
                  "--events", "-"}),
            kFailure);
  EXPECT_THAT(err_.str(), HasSubstr("-: only JSON lines are read from standard input"));
}

}  // namespace
}  // namespace usher::cli
