// What learning from reactions is worth: a population whose preferences are known gets a message a
// day for two months. Prints a table, and holds the learner to it. Everything goes through
// journeys, and is judged by what decisions recorded.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "gtest/gtest.h"

#include "base/random.h"
#include "channel/reaction_counts.h"
#include "journey/send_id.h"
#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using customer::Channel;
using customer::DecisionKind;
using support::JourneyWalk;

constexpr int kPeople = 300;
constexpr int kDays = 60;
// Time enough for the ledger to fill up.
constexpr int kSettled = kDays / 2;

// One message: what was done, what could have been, and what came of it.
struct Outcome {
  int day = 0;
  double rate = 0;        // of reactions, as it was sent
  double best_rate = 0;   // as it had been best
  double plain_rate = 0;  // as it had been without learning
  // How likely it was to be sent as without learning, and whether it was.
  double plain_propensity = 0;
  bool plain = false;
  bool reacted = false;
};

// An estimate with half the width of its 95 % interval.
struct Estimate {
  double value = 0;
  double margin = 0;
};

double MeanRegret(const std::vector<Outcome>& outcomes, int from, double Outcome::*rate) {
  double sum = 0;
  int count = 0;
  for (const Outcome& outcome : outcomes) {
    if (outcome.day < from) continue;
    sum += outcome.best_rate - outcome.*rate;
    ++count;
  }
  return sum / count;
}

// How many would react without learning, from outcomes weighted by their recorded propensities.
Estimate WithoutLearning(const std::vector<Outcome>& outcomes) {
  double sum = 0;
  double squares = 0;
  for (const Outcome& outcome : outcomes) {
    const double weighted = outcome.plain && outcome.reacted ? 1 / outcome.plain_propensity : 0;
    sum += weighted;
    squares += weighted * weighted;
  }
  const auto count = static_cast<double>(outcomes.size());
  const double mean = sum / count;
  return {mean, 1.96 * std::sqrt((squares / count - mean * mean) / count)};
}

double MeanPlainRate(const std::vector<Outcome>& outcomes) {
  double sum = 0;
  for (const Outcome& outcome : outcomes) sum += outcome.plain_rate;
  return sum / static_cast<double>(outcomes.size());
}

void Print(const char* title, const char* plain, const std::vector<Outcome>& outcomes) {
  const Estimate estimate = WithoutLearning(outcomes);
  std::printf("%s: %zu messages\n", title, outcomes.size());
  std::printf("  regret per message      days 1-%d  days %d-%d\n", kDays, kSettled + 1, kDays);
  for (const auto& [name, rate] :
       {std::pair(plain, &Outcome::plain_rate), std::pair("learned", &Outcome::rate)}) {
    std::printf("  %-22s  %9.4f  %10.4f\n", name, MeanRegret(outcomes, 0, rate),
                MeanRegret(outcomes, kSettled, rate));
  }
  std::printf("  reactions with %s: %.4f, estimated as %.4f +- %.4f\n", plain,
              MeanPlainRate(outcomes), estimate.value, estimate.margin);
}

// A population, each in a walk of its own; what all do is added up once a day.
class Population {
 public:
  explicit Population(const std::string& journey) {
    for (int i = 0; i < kPeople; ++i) {
      auto walk = std::make_unique<JourneyWalk>(journey);
      walk->customer = base::CustomerId::Known(absl::StrCat("c", i));
      walk->reactions = &all_;
      walks_.push_back(std::move(walk));
    }
  }
  virtual ~Population() = default;

  std::vector<Outcome> Run() {
    for (int day = 0; day < kDays; ++day) {
      for (std::size_t person = 0; person < walks_.size(); ++person) LiveADay(person, day);
      AddUp();
    }
    return std::move(outcomes_);
  }

 protected:
  // What was decided about the message just wanted, whose id it gives.
  virtual std::uint64_t TakeDecision(std::size_t person, JourneyWalk& walk, Outcome* outcome) = 0;
  // How likely the person reacts to it.
  virtual double RateOf(std::size_t person, const Message& message) = 0;

  base::Random random_{20260302};

 private:
  void LiveADay(std::size_t person, int day) {
    JourneyWalk& walk = *walks_[person];
    // Something happens between nine and eight in the evening.
    const absl::Duration before = absl::Minutes(static_cast<std::int64_t>(random_.Below(11 * 60)));
    walk.Pass(before);
    Outcome outcome;
    outcome.day = day;
    walk.Happen("Go", absl::StrCat("{\"n\": \"", day, "\"}"));
    wanted_.emplace(TakeDecision(person, walk, &outcome), outcome);
    walk.Pass(absl::Hours(24) - before);
    for (const Message& message : std::exchange(walk.messages, {})) Take(person, message, walk);
  }

  void Take(std::size_t person, const Message& message, JourneyWalk& walk) {
    const auto wanted = wanted_.find(message.send_id);
    ASSERT_NE(wanted, wanted_.end());
    Outcome& outcome = wanted->second;
    outcome.rate = RateOf(person, message);
    outcome.reacted = random_.Chance(outcome.rate);
    if (outcome.reacted) {
      walk.Happen("Message Opened",
                  absl::StrCat("{\"send_id\": \"", SendIdText(message.send_id), "\"}"));
    }
    outcomes_.push_back(outcome);
    wanted_.erase(wanted);
  }

  void AddUp() {
    all_ = {};
    for (const auto& walk : walks_) {
      for (const auto& [name, value] : walk->stats) {
        const std::vector<std::string> parts = absl::StrSplit(name, ':');
        const auto count = static_cast<double>(value);
        if (parts[0] == "sent") Of(parts.back())->sent += count;
        if (parts[0] == "reacted") Of(parts.back())->reacted += count;
        if (parts[0] == "hour_sent") all_.by_hour[std::stoul(parts[1])].sent += count;
        if (parts[0] == "hour_reacted") all_.by_hour[std::stoul(parts[1])].reacted += count;
      }
    }
  }

  channel::Reactions* Of(const std::string& channel) {
    return &all_.by_channel[static_cast<std::size_t>(*customer::ChannelFromName(channel))];
  }

  channel::KnownReactions all_;
  std::vector<std::unique_ptr<JourneyWalk>> walks_;
  std::map<std::uint64_t, Outcome> wanted_;
  std::vector<Outcome> outcomes_;
};

constexpr char kChannels[] = R"(
journey: offer
enter: { on: Go, key: event.n, reenter: {} }
steps:
  - send: { channels: [push, sms, email], choose: best, template: t }
templates:
  t: { push: { title: Hi, body: Hi }, sms: { text: Hi }, email: { subject: Hi, text: Hi } }
)";

// Half of them react to push most, three in ten to email, two in ten to text messages.
class ChannelPopulation : public Population {
 public:
  ChannelPopulation() : Population(kChannels) {
    for (auto& rates : rates_) {
      for (double& rate : rates) rate = 0.02 + 0.1 * random_.Unit();
      const double luck = random_.Unit();
      rates[luck < 0.5 ? 0 : luck < 0.7 ? 1 : 2] = 0.25 + 0.3 * random_.Unit();
    }
  }

 protected:
  std::uint64_t TakeDecision(std::size_t person, JourneyWalk& walk, Outcome* outcome) override {
    const customer::Decision chosen = walk.Last(DecisionKind::kChosen);
    const auto& rates = rates_[person];
    outcome->best_rate = *std::max_element(rates.begin(), rates.end());
    outcome->plain_rate = rates[0];
    outcome->plain = chosen.channel == Channel::kPush;
    const int read = std::sscanf(chosen.detail.c_str(), "push %lf", &outcome->plain_propensity);
    EXPECT_EQ(read, 1) << chosen.detail;
    return chosen.send_id;
  }

  double RateOf(std::size_t person, const Message& message) override {
    return rates_[person][message.channel == Channel::kPush  ? 0
                          : message.channel == Channel::kSms ? 1
                                                             : 2];
  }

 private:
  std::array<std::array<double, 3>, kPeople> rates_;
};

TEST(LearningReportTest, TheBestChannelBeatsAFixedOrder) {
  const std::vector<Outcome> outcomes = ChannelPopulation().Run();
  Print("choose: best", "the fixed order", outcomes);
  ASSERT_GE(outcomes.size(), static_cast<std::size_t>(kPeople * (kDays - 1)));
  EXPECT_LT(MeanRegret(outcomes, 0, &Outcome::rate),
            0.8 * MeanRegret(outcomes, 0, &Outcome::plain_rate));
  EXPECT_LT(MeanRegret(outcomes, kSettled, &Outcome::rate),
            0.65 * MeanRegret(outcomes, kSettled, &Outcome::plain_rate));
  const Estimate estimate = WithoutLearning(outcomes);
  EXPECT_NEAR(estimate.value, MeanPlainRate(outcomes), estimate.margin);
  EXPECT_LT(estimate.margin, 0.02);
}

constexpr char kHourly[] = R"(
journey: offer
enter: { on: Go, key: event.n, reenter: {} }
steps:
  - send: { channels: push, at: best_hour, template: t, expire: 1d }
templates: { t: { push: { title: Hi, body: Hi } } }
)";

// Four in ten react most about noon, the others in the evening, each at an hour of his own.
class HourPopulation : public Population {
 public:
  HourPopulation() : Population(kHourly) {
    for (auto& rates : rates_) {
      const double peak = (random_.Unit() < 0.4 ? 12 : 20) + 1.5 * random_.Normal();
      const double height = 0.2 + 0.3 * random_.Unit();
      for (std::size_t hour = 0; hour < rates.size(); ++hour) {
        const double away = std::remainder(static_cast<double>(hour) - peak, 24);
        rates[hour] = 0.05 + height * std::exp(-away * away / 8);
      }
    }
  }

 protected:
  std::uint64_t TakeDecision(std::size_t person, JourneyWalk& walk, Outcome* outcome) override {
    const customer::Decision timed = walk.Last(DecisionKind::kTimed);
    int hour = 0;
    int hours = 0;
    std::size_t first = 0;
    double propensity = 0;
    const int read = std::sscanf(timed.detail.c_str(), "hour %d %lf of %d hours, the first %zu %lf",
                                 &hour, &propensity, &hours, &first, &outcome->plain_propensity);
    EXPECT_EQ(read, 5) << timed.detail;
    const auto& rates = rates_[person];
    outcome->best_rate = *std::max_element(rates.begin(), rates.end());
    outcome->plain_rate = rates.at(first);
    outcome->plain = timed.until == walk.now;
    return timed.send_id;
  }

  double RateOf(std::size_t person, const Message& message) override {
    const absl::CivilHour hour = absl::ToCivilHour(message.at, absl::UTCTimeZone());
    return rates_[person][static_cast<std::size_t>(hour.hour())];
  }

 private:
  std::array<std::array<double, channel::kHours>, kPeople> rates_;
};

TEST(LearningReportTest, TheBestHourBeatsSendingAtOnce) {
  const std::vector<Outcome> outcomes = HourPopulation().Run();
  Print("at: best_hour", "sending at once", outcomes);
  ASSERT_GE(outcomes.size(), static_cast<std::size_t>(kPeople * (kDays - 2)));
  EXPECT_LT(MeanRegret(outcomes, 0, &Outcome::rate),
            0.8 * MeanRegret(outcomes, 0, &Outcome::plain_rate));
  EXPECT_LT(MeanRegret(outcomes, kSettled, &Outcome::rate),
            0.7 * MeanRegret(outcomes, kSettled, &Outcome::plain_rate));
  const Estimate estimate = WithoutLearning(outcomes);
  EXPECT_NEAR(estimate.value, MeanPlainRate(outcomes), estimate.margin);
  EXPECT_LT(estimate.margin, 0.05);
}

}  // namespace
}  // namespace usher::journey
