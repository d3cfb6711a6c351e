// Goals and exits take effect the moment their event commits, wherever the run is.

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using support::JourneyWalk;

struct Place {
  const char* name;
  const char* steps;
  bool in_flight = false;
  bool paused = false;
};

const Place kPlaces[] = {
    {"a wait for a time", "wait: { for: 30d }"},
    {"a wait for an event", "wait: { until: { event: Never }, at_most: 30d }"},
    {"a wait for a local time", R"(wait: { local: { at: "08:00" } })"},
    {"a wait for a date", R"(wait: { date: { of: '"2026-03-20"' } })"},
    {"a wait for a quiet customer", "wait: { for: 1ms, idle: { at_least: 1h } }"},
    {"a message held by a cap", "send: { channels: sms, template: t, expire: 30d }"},
    {"a message held by quiet hours", "send: { channels: email, template: t, expire: 30d }"},
    {"a message under way", "send: { channels: push, template: t }", true},
    {"a paused journey", "wait: { for: 30d }", false, true},
};

JourneyWalk In(const Place& place) {
  JourneyWalk walk(absl::StrCat(R"(
journey: j
enter: { on: Go, reenter: {} }
exit: { on: Left }
goal: { event: Bought, value: event.total }
steps:
  - )",
                                place.steps, R"(
  - set: { attributes: { went_on: 'true' } }
templates: { t: { push: { body: a }, sms: { text: a }, email: { subject: a } } }
)"));
  channel::Cap cap;
  cap.name = "none";
  cap.per = absl::Hours(24 * 20);
  cap.channels.Add(customer::Channel::kSms);
  walk.policy.caps = {cap};
  walk.record.contacts = {{walk.now, customer::Channel::kSms, "marketing", 1}};
  channel::QuietHours quiet;
  quiet.channels.Add(customer::Channel::kEmail);
  quiet.from = 8 * 60;
  quiet.to = 20 * 60;
  walk.policy.quiet_hours = {quiet};
  if (place.in_flight) walk.provider = [](const Message&) { return std::nullopt; };
  walk.Happen("Go");
  EXPECT_TRUE(walk.run().waiting) << place.name;
  if (place.paused) walk.SetStatus("j", JourneyStatus::kPaused);
  return walk;
}

bool WentOn(const JourneyWalk& walk) { return !walk.record.profile.attributes.empty(); }

TEST(AtOnceTest, AGoalEndsTheRunInTheCommitOfItsEvent) {
  for (const Place& place : kPlaces) {
    JourneyWalk walk = In(place);
    const int commits = walk.commits;
    walk.Happen("Bought", R"({"total": 3})");
    EXPECT_EQ(walk.commits, commits + 1) << place.name;
    EXPECT_TRUE(walk.record.runs.empty()) << place.name;
    EXPECT_EQ(walk.Stat("goals"), 1) << place.name;
    EXPECT_EQ(walk.Stat("ended:goal"), 1) << place.name;
    EXPECT_EQ(walk.record.sends.size(), place.in_flight ? 1u : 0u) << place.name;
    walk.Pass(absl::Hours(24 * 40));
    EXPECT_FALSE(WentOn(walk)) << place.name;
    EXPECT_EQ(walk.messages.size(), place.in_flight ? 1u : 0u) << place.name;
  }
}

TEST(AtOnceTest, AnExitEndsTheStepsInTheCommitOfItsEvent) {
  for (const Place& place : kPlaces) {
    JourneyWalk walk = In(place);
    walk.Happen("Left");
    ASSERT_EQ(walk.record.runs.size(), 1u) << place.name;
    EXPECT_EQ(walk.run().phase, customer::RunPhase::kWatching) << place.name;
    EXPECT_EQ(walk.Stat("ended:exit on Left"), 1) << place.name;
    EXPECT_EQ(walk.Stat("waiting:"), 0) << place.name;
    walk.Happen("Bought", R"({"total": 3})");
    EXPECT_EQ(walk.Stat("goals"), 1) << place.name << ": still counts after the exit";
    walk.Pass(absl::Hours(24 * 40));
    EXPECT_FALSE(WentOn(walk)) << place.name;
    EXPECT_EQ(walk.messages.size(), place.in_flight ? 1u : 0u) << place.name;
  }
}

// The event that ends the run may come in one transition with what would move it on.
TEST(AtOnceTest, AnExitInOneBatchWithTheEndOfAWaitWins) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
exit: { on: Left }
steps: [ wait: { for: 1h }, send: { channels: push, template: t } ]
templates: { t: { push: { body: a } } }
)");
  walk.Happen("Go");
  walk.now += absl::Hours(2);
  walk.Give(std::vector<Input>{walk.Event("Left"), WakeInput{}});
  EXPECT_TRUE(walk.messages.empty());
  EXPECT_TRUE(walk.record.runs.empty());
}

}  // namespace
}  // namespace usher::journey
