// The sample events beside the journeys of journeys/, published to a gateway on which all of these
// journeys are live.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cli/customer_lines.h"
#include "cli/event_lines.h"
#include "tests/integration/running_gateway.h"
#include "usher/v1/journey.pb.h"
#include "yaml/load.h"

namespace usher::journeys {
namespace {

namespace fs = std::filesystem;

constexpr char kEvents[] = ".events.jsonl";
constexpr char kProfiles[] = ".profiles.jsonl";

std::string ReadText(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

// An event with the journey it is a sample for. Ids of its people have the journey's name behind
// them, as several files speak of the same ones.
struct Sample {
  std::string journey;
  cli::PlainEvent event;
};

void ReadSamples(const std::string& journey, std::vector<Sample>* samples) {
  std::ifstream file(absl::StrCat("journeys/", journey, kEvents));
  cli::EventLines lines(&file, 0);
  const auto mark = [&](std::string* id) {
    if (!id->empty()) absl::StrAppend(id, ".", journey);
  };
  while (true) {
    auto event = lines.Next();
    ASSERT_TRUE(event.ok()) << journey << kEvents << ": " << event.status();
    if (!event->has_value()) break;
    ASSERT_TRUE((*event)->time.has_value()) << journey << kEvents << ":" << (*event)->line;
    mark(&(*event)->customer_id);
    mark(&(*event)->anonymous_id);
    samples->push_back({journey, **std::move(event)});
  }
}

// Tells the gateway of the people in a journey's sample of profiles, if it has one.
void TellProfiles(const std::string& journey, support::GatewayClient& client) {
  std::ifstream file(absl::StrCat("journeys/", journey, kProfiles));
  for (std::string line; std::getline(file, line);) {
    auto profile = cli::ParseCustomerLine(line);
    ASSERT_TRUE(profile.ok()) << journey << kProfiles << ": " << profile.status();
    profile->set_customer_id(absl::StrCat(profile->customer_id(), ".", journey));
    client.Must(&v1::CustomerService::Stub::Upsert, *profile);
  }
}

// All of them, in the order of their times.
std::vector<Sample> ReadAllSamples() {
  std::vector<std::string> journeys;
  for (const auto& entry : fs::directory_iterator("journeys")) {
    const std::string name = entry.path().filename().string();
    absl::string_view journey = name;
    if (absl::ConsumeSuffix(&journey, kEvents)) journeys.emplace_back(journey);
  }
  std::sort(journeys.begin(), journeys.end());
  std::vector<Sample> samples;
  for (const std::string& journey : journeys) ReadSamples(journey, &samples);
  std::stable_sort(samples.begin(), samples.end(),
                   [](const Sample& a, const Sample& b) { return *a.event.time < *b.event.time; });
  return samples;
}

std::vector<std::string> JourneyFiles() {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator("journeys")) {
    const fs::path& path = entry.path();
    if (path.extension() != ".yaml" || path.filename() == "policy.yaml") continue;
    if (path.stem().extension() != ".test") files.push_back(path.string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

v1::Event ToEvent(const cli::PlainEvent& plain) {
  v1::Event event;
  event.set_id(plain.id);
  event.set_customer_id(plain.customer_id);
  event.set_anonymous_id(plain.anonymous_id);
  event.set_name(plain.name);
  event.mutable_time()->set_seconds(absl::ToUnixSeconds(*plain.time));
  if (!plain.properties_json.empty()) event.set_properties_json(plain.properties_json);
  return event;
}

const std::vector<v1::Channel> kEveryChannel = {
    v1::CHANNEL_PUSH,     v1::CHANNEL_SMS,    v1::CHANNEL_EMAIL,  v1::CHANNEL_CHAT,
    v1::CHANNEL_WHATSAPP, v1::CHANNEL_IN_APP, v1::CHANNEL_WEBHOOK};

TEST(SamplesTest, AreTakenByAGatewayAndStartTheirJourneys) {
  const std::vector<Sample> samples = ReadAllSamples();
  if (HasFailure()) return;
  const absl::Time begin = samples.empty() ? absl::UnixEpoch() : *samples.front().event.time;
  integration::RunningGateway gateway(
      {"--clock-speed", "0", "--clock-start",
       absl::FormatTime(absl::RFC3339_full, begin, absl::UTCTimeZone()), "--policy",
       "journeys/policy.yaml"});
  for (const std::string& file : JourneyFiles()) gateway.client.Apply(ReadText(file));
  std::vector<std::string> known;
  for (const Sample& sample : samples) {
    const std::string& customer = sample.event.customer_id;
    if (customer.empty() || std::count(known.begin(), known.end(), customer) > 0) continue;
    known.push_back(customer);
    gateway.client.AddCustomer(customer, kEveryChannel);
  }
  for (const std::string& file : JourneyFiles()) {
    TellProfiles(fs::path(file).stem().string(), gateway.client);
  }
  for (const Sample& sample : samples) {
    if (*sample.event.time > gateway.client.Now()) gateway.client.AdvanceTo(*sample.event.time);
    EXPECT_FALSE(gateway.client.Publish(ToEvent(sample.event)).duplicate())
        << sample.journey << kEvents << ": id " << sample.event.id;
  }
  for (const std::string& file : JourneyFiles()) {
    const std::string journey = fs::path(file).stem().string();
    const bool sampled = std::any_of(samples.begin(), samples.end(), [&](const Sample& sample) {
      return sample.journey == journey;
    });
    v1::Journey definition;
    yaml::Load(ReadText(file), &definition, nullptr);
    // Those that events do not start are not started by samples of them.
    if (!sampled || definition.enter().on().empty()) continue;
    EXPECT_GT(gateway.client.Stats(journey).entered(), 0u) << journey;
  }
}

}  // namespace
}  // namespace usher::journeys
