// What holds for every history: events given again change nothing, how inputs are batched makes no
// difference, caps are never exceeded, and counters of those who wait come back to nothing.

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using customer::Channel;
using support::JourneyWalk;

constexpr char kCart[] = R"(
journey: cart
enter: { on: [Added, Seen], key: event.key, reenter: { after: 2h } }
exit: { on: Emptied }
goal: { event: Bought, within: 3d, value: event.total }
steps:
  - wait: { for: 1h, idle: { at_least: 20m } }
  - send: { id: first, channels: [push, sms, email], template: t, expire: 12h }
  - wait: { until: [ { event: Opened, of: first, then: end }, { event: Seen } ], at_most: 6h }
  - branch: { cases: [ { when: 'count("Seen", "1d") > 3', then: end } ] }
  - split: { arms: { second: 70, end: 20, holdout: 10 } }
  - { id: second, send: { channels: [sms, push], template: t, on_refusal: next_then_skip } }
  - go_to: { step: first, at_most: 2 }
  - { id: end, exit: {} }
templates: { t: { push: { body: hi }, sms: { text: hi }, email: { subject: hi } } }
)";
constexpr char kNews[] = R"(
journey: news
enter: { on: Seen, key: event.key, reenter: {} }
steps:
  - send: { id: now, channels: [email, push], template: t, category: news }
  - set: { attributes: { seen: 'count("Seen")' } }
  - wait: { until: { event: Bought }, at_most: 1d }
  - send: { id: later, channels: push, template: t }
templates: { t: { push: { body: hi }, email: { subject: hi } } }
)";

// Everything that goes by the clock or makes something happen.
constexpr char kTimes[] = R"(
journey: times
enter:
  on: Added
  attribute: { name: seen }
  key: 'has(event.key) ? event.key : "seen"'
  reenter: { after_exit: 1h }
exit: { on: Emptied, key: event.key }
goal: { event: Told, key: event.key, within: 5d }
steps:
  - wait: { local: { from: "09:00", to: "18:00", weekdays: [monday, tuesday, friday] } }
  - audience: { add: [looking, waiting] }
  - { id: show, send: { channels: in_app, template: t, withdraw_at_end: true, expire: 1h } }
  - wait:
      until: { event: Opened, of: show, then: tell }
      date: { of: 'timestamp(run.entered_at) + duration("30h")', at: "10:30" }
  - wait: { local: { at: "02:30" } }
  - { id: tell, emit: { event: Told, properties: { key: run.key } } }
  - audience: { remove: waiting }
templates: { t: { in_app: { text: hi } } }
)";

// A new version of the first, to which runs are moved: steps are gone, elsewhere, or new.
constexpr char kNewCart[] = R"(
journey: cart
enter: { on: [Added, Seen], key: event.key, reenter: { after: 2h } }
exit: { on: Bought }
goal: { event: Opened, within: 2d }
steps:
  - set: { attributes: { moved: 'true' } }
  - { id: second, wait: { for: 2h } }
  - { id: first, send: { channels: [email, sms], template: t, expire: 6h } }
  - { id: end, wait: { local: { at: "12:00" } } }
templates: { t: { sms: { text: hi }, email: { subject: hi } } }
)";

// Without messages, which are asked for once a transition.
constexpr char kQuietTimes[] = R"(
journey: quiet-times
enter: { on: Added, attribute: { name: seen }, key: 'has(event.key) ? event.key : "seen"', reenter: {} }
exit: { on: Emptied, key: event.key }
goal: { event: Told, key: event.key, within: 5d }
steps:
  - wait: { local: { from: "09:00", to: "18:00" } }
  - audience: { add: [looking, waiting] }
  - wait: { until: { event: Opened, key: event.key, then: tell }, local: { at: "10:30" } }
  - { id: tell, emit: { event: Told, properties: { key: run.key } } }
  - audience: { remove: waiting }
)";
constexpr char kQuietCart[] = R"(
journey: quiet-cart
enter: { on: [Added, Seen], key: event.key, reenter: { after: 2h } }
exit: { on: Emptied }
goal: { event: Bought, within: 3d, value: event.total }
steps:
  - { id: top, wait: { for: 1h, idle: { at_least: 20m } } }
  - wait: { until: [ { event: Opened, then: end }, { event: Seen } ], at_most: 6h }
  - branch: { cases: [ { when: 'count("Seen", "1d") > 3', then: end } ] }
  - set: { attributes: { seen: 'count("Seen")' } }
  - split: { arms: { back: 70, end: 20 } }
  - { id: back, go_to: { step: top, at_most: 2 } }
  - { id: end, exit: {} }
)";

channel::Cap RollingCap(std::string name, std::uint32_t max, absl::Duration per) {
  channel::Cap cap;
  cap.name = std::move(name);
  cap.max = max;
  cap.per = per;
  return cap;
}

// A walk with caps, a gap and quiet hours, and a random life of its customer.
class RandomLife {
 public:
  explicit RandomLife(unsigned seed) : random_(seed) {
    walk.Apply(kCart);
    walk.Apply(kNews);
    walk.Apply(kTimes);
    walk.policy.caps = {RollingCap("hourly", 2, absl::Hours(1)),
                        RollingCap("daily", 4, absl::Hours(24)),
                        RollingCap("push", 1, absl::Hours(5))};
    walk.policy.caps[2].channels.Add(Channel::kPush);
    walk.policy.minimum_gap = absl::Minutes(10);
    channel::QuietHours quiet;
    quiet.name = "night";
    quiet.from = 22 * 60;
    quiet.to = 7 * 60;
    quiet.channels.Add(Channel::kSms);
    walk.policy.quiet_hours = {quiet};
    walk.provider = [this](const Message& message) -> std::optional<AttemptResult> {
      // Taking a message back counts nowhere and waits for nothing.
      if (message.category == channel::kTransactional) return AttemptResult::kSent;
      attempts.push_back({walk.now, message.channel, message.category, message.send_id});
      const int dice = Roll(10);
      std::optional<AttemptResult> result = AttemptResult::kSent;
      if (dice == 0) result = AttemptResult::kRejected;
      if (dice == 1) result = AttemptResult::kTemporary;
      if (dice == 2) result = AttemptResult::kUnknown;
      if (dice == 3) result = std::nullopt;
      if (result == AttemptResult::kRejected || result == AttemptResult::kTemporary) {
        attempts.pop_back();
      }
      return result;
    };
  }

  int Roll(int sides) { return static_cast<int>(random_() % static_cast<unsigned>(sides)); }

  EventInput RandomEvent() {
    static constexpr const char* kNames[] = {"Added",   "Seen",   "Seen",
                                             "Emptied", "Bought", "Opened"};
    std::string json = absl::StrCat(R"({"key": "k)", Roll(3), R"(", "total": )", Roll(100));
    if (!walk.messages.empty()) {
      absl::StrAppend(&json, R"(, "send_id": ")",
                      absl::StrCat(absl::Hex(walk.messages.back().send_id, absl::kZeroPad16)),
                      "\"");
    }
    EventInput event = walk.Event(kNames[Roll(6)], json + "}");
    event.at -= absl::Minutes(Roll(40));
    return event;
  }

  void Live(int steps) {
    for (int i = 0; i < steps; ++i) {
      walk.Give(RandomEvent());
      walk.fate = Roll(2) == 0 ? AttemptResult::kUnknown : AttemptResult::kSent;
      if (Roll(5) == 0) {
        walk.Sleep(absl::Minutes(Roll(600)));
      } else {
        walk.Pass(absl::Minutes(Roll(90)));
      }
    }
  }

  JourneyWalk walk;
  std::vector<customer::Contact> attempts;  // that may have reached the customer

 private:
  std::mt19937 random_;
};

constexpr unsigned kSeeds = 60;

TEST(AdvancePropertyTest, CapsHoldInEveryWindowOfWhatTheProviderSaw) {
  std::size_t attempts = 0;
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    RandomLife life(seed);
    life.Live(120);
    attempts += life.attempts.size();
    for (const channel::Cap& cap : life.walk.policy.caps) {
      // Every window that matters begins with an attempt.
      for (const customer::Contact& first : life.attempts) {
        const auto in_window =
            std::count_if(life.attempts.begin(), life.attempts.end(), [&](const auto& attempt) {
              return cap.channels.Has(attempt.channel) && attempt.at >= first.at &&
                     attempt.at < first.at + cap.per;
            });
        ASSERT_LE(in_window, cap.max) << cap.name << " seed " << seed;
      }
    }
    for (std::size_t i = 1; i < life.attempts.size(); ++i) {
      ASSERT_GE(life.attempts[i].at - life.attempts[i - 1].at, absl::Minutes(10))
          << "seed " << seed;
    }
    for (const customer::Contact& attempt : life.attempts) {
      if (attempt.channel != Channel::kSms) continue;
      const int hour = static_cast<int>(absl::ToCivilHour(attempt.at, absl::UTCTimeZone()).hour());
      ASSERT_TRUE(hour >= 7 && hour < 22) << "seed " << seed << " at " << attempt.at;
    }
  }
  EXPECT_GT(attempts, kSeeds * 10u);
}

TEST(AdvancePropertyTest, EventsGivenAgainChangeNothing) {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    RandomLife life(seed);
    std::vector<EventInput> given;
    for (int i = 0; i < 60; ++i) {
      given.push_back(life.RandomEvent());
      const InputResult first = life.walk.Give(given.back());
      ASSERT_FALSE(first.duplicate);
      const EventInput& again = given[static_cast<std::size_t>(life.Roll(i + 1))];
      if (life.walk.now - again.at > absl::Hours(20)) continue;
      const customer::Record before = life.walk.record;
      const auto stats = life.walk.stats;
      ASSERT_TRUE(life.walk.Give(again).duplicate) << "seed " << seed;
      ASSERT_EQ(life.walk.record, before) << "seed " << seed;
      ASSERT_EQ(life.walk.stats, stats) << "seed " << seed;
      life.walk.Pass(absl::Minutes(life.Roll(15)));
    }
  }
}

TEST(AdvancePropertyTest, HowInputsAreBatchedMakesNoDifference) {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    RandomLife life(seed);
    life.walk = JourneyWalk(kQuietCart);
    life.walk.Apply(kQuietTimes);
    JourneyWalk one(kQuietCart);
    one.Apply(kQuietTimes);
    for (int i = 0; i < 40; ++i) {
      std::vector<Input> inputs;
      for (int n = life.Roll(6); n >= 0; --n) inputs.emplace_back(life.RandomEvent());
      const auto together = life.walk.Give(inputs);
      for (std::size_t n = 0; n < inputs.size(); ++n) {
        const InputResult alone = one.Give(inputs[n]);
        ASSERT_EQ(alone.runs_entered, together[n].runs_entered) << "seed " << seed;
      }
      ASSERT_EQ(life.walk.record, one.record) << "seed " << seed;
      ASSERT_EQ(life.walk.stats, one.stats) << "seed " << seed;
      const absl::Duration span = absl::Minutes(life.Roll(90));
      life.walk.Pass(span);
      one.Pass(span);
    }
  }
}

TEST(AdvancePropertyTest, WhoeverWaitedLeavesInTheEnd) {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    RandomLife life(seed);
    life.Live(100);
    if (seed % 2 == 0) {
      life.walk.Apply(kNewCart);
      life.walk.Migrate("cart");
      life.Live(30);
    }
    life.walk.Pass(absl::Hours(24 * 30));
    EXPECT_EQ(life.walk.record.runs.size(), 0u) << "seed " << seed;
    EXPECT_EQ(life.walk.record.sends.size(), 0u) << "seed " << seed;
    std::int64_t ended = 0;
    for (const auto& [counter, value] : life.walk.stats) {
      if (counter.rfind("waiting:", 0) == 0 || counter.rfind("running:", 0) == 0) {
        EXPECT_EQ(value, 0) << counter << " seed " << seed;
      }
      if (counter.rfind("ended:", 0) == 0) ended += value;
    }
    EXPECT_EQ(ended, life.walk.Stat("entered")) << "seed " << seed;
    EXPECT_GT(ended, 0);
  }
}

TEST(AdvancePropertyTest, TheSameArgumentsGiveTheSameResult) {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    RandomLife one(seed);
    RandomLife other(seed);
    one.Live(60);
    other.Live(60);
    ASSERT_EQ(one.walk.record, other.walk.record) << "seed " << seed;
  }
}

}  // namespace
}  // namespace usher::journey
