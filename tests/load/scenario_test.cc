#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "load/options.h"
#include "load/proto_duration.h"
#include "load/segments.h"

namespace usher::load {
namespace {

using testing::HasSubstr;

struct Parsed {
  ParseOutcome outcome = ParseOutcome::kError;
  Options options;
  std::string err;
};

Parsed Parse(const std::vector<std::string>& arguments) {
  Parsed parsed;
  std::ostringstream out, err;
  std::vector<const char*> pointers = {"usher-load"};
  for (const std::string& argument : arguments) pointers.push_back(argument.c_str());
  parsed.outcome =
      ParseOptions(static_cast<int>(pointers.size()), pointers.data(), out, err, &parsed.options);
  parsed.err = err.str();
  return parsed;
}

// What is said about a scenario file with this text.
std::string ErrorOf(const std::string& text, std::vector<std::string> flags = {}) {
  const std::string path = testing::TempDir() + "/scenario_under_test.yaml";
  std::ofstream(path) << text;
  flags.insert(flags.begin(), path);
  const Parsed parsed = Parse(flags);
  EXPECT_EQ(parsed.outcome, ParseOutcome::kError);
  return parsed.err;
}

TEST(ScenarioTest, UnknownKeyNamesPlaceAndNearestKey) {
  const std::string error =
      ErrorOf("events: { name: A }\nphases:\n  - { durations: 10s, rate: 5 }\n");
  EXPECT_THAT(error, HasSubstr("scenario_under_test.yaml:3:7: "));
  EXPECT_THAT(error, HasSubstr("duration"));
}

TEST(ScenarioTest, WrongValueNamesPlaceValueAndBounds) {
  const std::string error =
      ErrorOf("events: { name: A }\nphases: { duration: 10s, rate: 5 }\nduplicates: 1.5\n");
  EXPECT_THAT(error, HasSubstr("scenario_under_test.yaml:3:13: duplicates: 1.5: must be a share"));
}

TEST(ScenarioTest, MissingRateNamesThePhase) {
  const std::string error = ErrorOf("events: { name: A }\nphases:\n  - { duration: 10s }\n");
  EXPECT_THAT(error, HasSubstr(":3:5: phases[0]: rate missing: must have rate, ramp"));
}

TEST(ScenarioTest, EveryFaultIsNamedAtOnce) {
  const std::string error = ErrorOf("events: { weight: -1 }\nconnections: 0\nphases: []\n");
  EXPECT_THAT(error, HasSubstr("events[0].name: missing"));
  EXPECT_THAT(error, HasSubstr("events[0].weight: -1"));
  EXPECT_THAT(error, HasSubstr("connections: 0"));
  EXPECT_THAT(error, HasSubstr("phases: missing"));
}

TEST(ScenarioTest, UnknownChannelNamesTheChannels) {
  EXPECT_THAT(ErrorOf("events: { name: A }\nphases: { duration: 1s, rate: 1 }\n"
                      "seeding: { channels: [pidgeon] }\n"),
              HasSubstr(":3:23: seeding.channels[0]: pidgeon: no such channel"));
}

TEST(ScenarioTest, WrongFlagIsNamedInsteadOfThePlaceInTheFile) {
  EXPECT_THAT(Parse({"--batch", "5000"}).err, HasSubstr("--batch: 5000: must be from 1 to 1000"));
  EXPECT_THAT(Parse({"--rate", "fast"}).err, HasSubstr("--rate fast: "));
  EXPECT_THAT(Parse({"--form", "strem"}).err, HasSubstr("stream"));
}

TEST(ScenarioTest, UnknownScenarioNamesTheNearest) {
  EXPECT_THAT(Parse({"ingets"}).err, HasSubstr("did you mean ingest?"));
}

TEST(ScenarioTest, EveryReadyScenarioIsValidAndHasItsJourneys) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator("loadtest/scenarios")) {
    if (entry.path().extension() != ".yaml") continue;
    ++count;
    const Parsed parsed = Parse({entry.path().string()});
    EXPECT_EQ(parsed.outcome, ParseOutcome::kRun) << parsed.err;
    for (const std::string& journey : parsed.options.scenario.scenario.journeys()) {
      EXPECT_TRUE(std::filesystem::exists(journey)) << journey;
    }
  }
  EXPECT_GE(count, 7);
}

TEST(ScenarioTest, RateFlagMakesOnePhaseAndDurationItsLength) {
  const Parsed parsed = Parse({"overload", "--rate", "50", "--duration", "7s"});
  ASSERT_EQ(parsed.outcome, ParseOutcome::kRun) << parsed.err;
  const auto& scenario = parsed.options.scenario.scenario;
  ASSERT_EQ(scenario.phases_size(), 1);
  EXPECT_EQ(scenario.phases(0).rate(), 50);
  EXPECT_EQ(ToDuration(scenario.phases(0).duration()), absl::Seconds(7));
  EXPECT_FALSE(NeedsCapacity(scenario));
}

TEST(ScenarioTest, DurationFlagKeepsTheSharesOfPhases) {
  const Parsed parsed = Parse({"overload", "--duration", "11s"});
  ASSERT_EQ(parsed.outcome, ParseOutcome::kRun) << parsed.err;
  const std::vector<Segment> segments = SegmentsOf(parsed.options.scenario.scenario, 1000);
  ASSERT_EQ(segments.size(), 6U);
  EXPECT_TRUE(segments[0].warmup);
  EXPECT_EQ(segments[1].duration_ns, 2'000'000'000);
  EXPECT_EQ(segments[5].duration_ns, 3'000'000'000);
  EXPECT_EQ(segments[4].rate_from, 4000);
}

TEST(ScenarioTest, StepsBecomePhasesOfTheirOwn) {
  const std::string path = testing::TempDir() + "/steps.yaml";
  std::ofstream(path)
      << "events: { name: A }\n"
         "phases: { name: up, duration: 9s, steps: { from: 10, to: 30, count: 3 } }\n";
  const Parsed parsed = Parse({path});
  ASSERT_EQ(parsed.outcome, ParseOutcome::kRun) << parsed.err;
  const std::vector<Segment> segments = SegmentsOf(parsed.options.scenario.scenario, 0);
  ASSERT_EQ(segments.size(), 3U);
  EXPECT_EQ(segments[1].name, "up.2");
  EXPECT_EQ(segments[1].rate_to, 20);
  EXPECT_EQ(segments[1].duration_ns, 3'000'000'000);
}

std::string Read(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// Fields of the messages that a scenario is made of.
void ExpectNamed(const google::protobuf::Descriptor& message, const std::string& page) {
  for (int i = 0; i < message.field_count(); ++i) {
    const google::protobuf::FieldDescriptor& field = *message.field(i);
    EXPECT_TRUE(std::regex_search(page, std::regex("[`.]" + field.name() + "[`.[]")))
        << field.full_name();
    if (field.message_type() != nullptr && field.message_type()->file() == message.file()) {
      ExpectNamed(*field.message_type(), page);
    }
  }
}

TEST(ScenarioTest, DocumentationNamesEveryKey) {
  ExpectNamed(*loadtest::v1::Scenario::descriptor(), Read("docs/load-testing.md"));
}

TEST(ScenarioTest, ExampleInTheDocumentationIsValid) {
  const std::string page = Read("docs/load-testing.md");
  const std::string fence = "```yaml\n";
  const std::size_t begin = page.find(fence) + fence.size();
  const std::string path = testing::TempDir() + "/example.yaml";
  std::ofstream(path) << page.substr(begin, page.find("```", begin) - begin);
  const Parsed parsed = Parse({path});
  EXPECT_EQ(parsed.outcome, ParseOutcome::kRun) << parsed.err;
}

}  // namespace
}  // namespace usher::load
