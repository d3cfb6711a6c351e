// A backtest does what a gateway does: the same customers, events and journeys, given to both.

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "backtest/backtest.h"
#include "backtest/journey_files.h"
#include "backtest/profile_lines.h"
#include "base/json.h"
#include "channel/policy_file.h"
#include "cli/customer_lines.h"
#include "journey/send_id.h"
#include "shop/profile.h"
#include "shop/simulator.h"
#include "tests/integration/running_gateway.h"

namespace usher::backtest {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kFolder[] = "journeys";
constexpr char kPolicy[] = "journeys/policy.yaml";

std::string ReadText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// A message as both sides know it, on one line.
std::string Line(absl::Time at, const std::string& send_id, const std::string& customer,
                 const std::string& channel, const std::string& journey, const std::string& step,
                 const std::string& content) {
  return absl::StrCat(absl::FormatTime(absl::RFC3339_full, at, absl::UTCTimeZone()), " ", send_id,
                      " ", customer, " ", channel, " ", journey, "/", step, " ", content);
}

// Writes down every message and adds up the counters.
class Witness : public Tally {
 public:
  Witness() : Tally(absl::InfinitePast(), absl::InfiniteFuture()) {}

  void OnMessage(std::size_t person, const journey::Message& message,
                 const Attempt& attempt) override {
    Tally::OnMessage(person, message, attempt);
    const std::map<std::string, std::string> content(message.content.begin(),
                                                     message.content.end());
    std::string parts;
    for (const auto& [name, text] : content) absl::StrAppend(&parts, name, "=", text, ";");
    messages_.push_back(Line(
        message.at, journey::SendIdText(message.send_id), std::string(message.customer.name()),
        std::string(customer::ChannelName(message.channel)), message.journey, message.step, parts));
  }

  std::vector<std::string> Sorted() const {
    std::vector<std::string> sorted = messages_;
    std::sort(sorted.begin(), sorted.end());
    return sorted;
  }

 private:
  std::vector<std::string> messages_;
};

// Some days of the simulated shop with its customers' profiles, as lines of JSON.
struct Shop {
  Shop() {
    shop::SimulatorConfig config;
    config.seed = 7;
    config.customers = 40;
    config.days = 20;
    shop::Simulator simulator(config);
    std::string line;
    shop::Event event;
    while (simulator.Next(&event)) {
      line.clear();
      shop::AppendJsonLine(event, &line);
      events.push_back(line);
    }
    for (std::uint64_t i = 0; i < 40; ++i) {
      line.clear();
      shop::AppendJsonLine(shop::SimulatedProfile(config.seed, i, config.days), &line);
      profiles.push_back(line);
    }
  }
  std::vector<std::string> events;
  std::vector<std::string> profiles;
};

std::string Text(const base::Value& object, absl::string_view member) {
  const base::Value* value = object.Find(member);
  return value == nullptr || value->as_string() == nullptr ? "" : *value->as_string();
}

void Upsert(const std::string& line, support::GatewayClient& client) {
  const auto request = cli::ParseCustomerLine(line);
  ASSERT_TRUE(request.ok()) << request.status();
  client.Must<v1::CustomerService::Stub, v1::UpsertRequest, v1::UpsertResponse>(
      &v1::CustomerService::Stub::Upsert, *request);
}

TEST(SameAsGatewayTest, SendsTheSameMessagesAndCountsTheSame) {
  const Shop shop;
  ASSERT_GT(shop.events.size(), 200u);
  std::string log_text, profiles_text;
  for (const std::string& line : shop.events) log_text += line;
  for (const std::string& line : shop.profiles) profiles_text += line;

  Progress progress;
  auto log = ReadEventLog({{"events.jsonl", PaddedText::Copy(log_text)}}, {}, &progress);
  ASSERT_TRUE(log.ok()) << log.status();
  const absl::Time begin = absl::FromUnixMillis(log->first_ms);
  const absl::Time end = absl::FromUnixMillis(log->last_ms) + absl::Hours(24 * 9);

  // The backtest.
  const auto journeys = ReadJourneys({kFolder});
  ASSERT_TRUE(journeys.ok()) << journeys.status();
  const auto policy = channel::ReadPolicy(kPolicy);
  ASSERT_TRUE(policy.ok()) << policy.status();
  ProfileBook book;
  ASSERT_TRUE(book.Read({"profiles.jsonl", PaddedText::Copy(profiles_text)}, {}).ok());
  const journey::Catalog asleep = Paused(journeys->catalog);
  const World world{journeys->catalog, asleep, **policy, LimitsOfReplay(), begin, end, {}, {}};
  book.AddPeople(&*log);
  const Profiles profiles = book.For(*log);
  Witness witness;
  const Groups groups(*log, 1);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    ReplayGroup(world, *log, groups[i], profiles, &witness);
  }

  // The gateway, whose clock is moved from event to event.
  integration::RunningGateway gateway(
      {"--clock-speed", "0", "--clock-start",
       absl::FormatTime(absl::RFC3339_full, begin, absl::UTCTimeZone()), "--policy", kPolicy});
  for (const std::string& file : journeys->files) gateway.client.Apply(ReadText(file));
  for (const std::string& line : shop.profiles) Upsert(line, gateway.client);
  for (const std::string& line : shop.events) {
    const auto parsed = base::ParseJson(line);
    ASSERT_TRUE(parsed.ok());
    absl::Time at;
    std::string error;
    ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, Text(*parsed, "time"), &at, &error));
    gateway.client.AdvanceTo(at);
    v1::Event event;
    event.set_id(Text(*parsed, "id"));
    event.set_customer_id(Text(*parsed, "customer_id"));
    event.set_anonymous_id(Text(*parsed, "anonymous_id"));
    event.set_name(Text(*parsed, "name"));
    event.mutable_time()->set_seconds(absl::ToUnixSeconds(at));
    event.mutable_time()->set_nanos(
        static_cast<std::int32_t>(absl::ToUnixMillis(at) % 1000 * 1'000'000));
    if (const base::Value* properties = parsed->Find("properties")) {
      event.set_properties_json(base::ToJson(*properties));
    }
    gateway.client.Publish(event);
  }
  gateway.client.AdvanceTo(end);

  std::vector<std::string> sent;
  for (const support::LoggedMessage& message : gateway.Messages()) {
    std::string parts;
    for (const auto& [name, text] : message.content) absl::StrAppend(&parts, name, "=", text, ";");
    sent.push_back(Line(message.time, message.send_id, message.customer, message.channel,
                        message.journey, message.step, parts));
  }
  std::sort(sent.begin(), sent.end());
  EXPECT_GT(sent.size(), 20u) << "or this shows nothing";
  EXPECT_EQ(witness.Sorted(), sent);

  for (const auto& [name, entry] : journeys->catalog.journeys()) {
    const v1::StatsResponse stats = gateway.client.Stats(name);
    const auto& counters = witness.journeys[name].counters;
    const auto counter = [&](const std::string& counted) {
      const auto found = counters.find(counted);
      return found == counters.end() ? 0u : static_cast<std::uint64_t>(found->second);
    };
    EXPECT_EQ(counter("entered"), stats.entered()) << name;
    EXPECT_EQ(counter("goals"), stats.goals()) << name;
    EXPECT_EQ(counter("goals_held_out"), stats.goals_held_out()) << name;
    EXPECT_NEAR(static_cast<double>(counter("value")) / 1e6, stats.value(), 1e-6) << name;
    for (const auto& [reason, count] : stats.ended()) {
      EXPECT_EQ(counter("ended:" + reason), count) << name << " " << reason;
    }
    for (const auto& [reason, count] : stats.not_entered()) {
      EXPECT_EQ(counter("not_entered:" + reason), count) << name << " " << reason;
    }
    for (const auto& step : stats.steps()) {
      const std::string of = absl::StrCat(":", step.id());
      EXPECT_EQ(counter("reached" + of), step.reached()) << name << of;
      EXPECT_EQ(counter("waiting" + of), step.waiting()) << name << of;
      for (const auto& [outcome, count] : step.outcomes()) {
        EXPECT_EQ(counter(absl::StrCat("outcome", of, ":", outcome)), count) << name << of;
      }
      for (const auto& [rule, count] : step.held()) {
        EXPECT_EQ(counter(absl::StrCat("held", of, ":", rule)), count) << name << of;
      }
      for (const auto& [arm, count] : step.arms()) {
        EXPECT_EQ(counter(absl::StrCat("arm", of, ":", arm)), count) << name << of;
      }
    }
  }
}

}  // namespace
}  // namespace usher::backtest
