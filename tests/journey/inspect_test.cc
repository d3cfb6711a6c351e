// What is said about journeys that compile and are wrong all the same.

#include "journey/inspect.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "journey/flow.h"
#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using testing::HasSubstr;

std::vector<Problem> Inspected(absl::string_view yaml, const Neighbourhood& neighbourhood = {}) {
  const v1::Journey journey = support::ParseJourney(yaml);
  const Compiled compiled = Compile(journey);
  EXPECT_NE(compiled.definition, nullptr) << yaml;
  if (compiled.definition == nullptr) return {};
  return Inspect(journey, *compiled.definition, neighbourhood);
}

std::string Text(const std::vector<Problem>& problems) {
  return absl::StrJoin(problems, "\n", [](std::string* out, const Problem& problem) {
    absl::StrAppend(out, problem.warning ? "warning " : "error ", problem.path, "@", problem.offset,
                    ": ", problem.message);
  });
}

std::string With(absl::string_view steps, absl::string_view head = "enter: { on: Go }") {
  return absl::StrCat("journey: j\n", head, "\n",
                      "templates: { t: { push: { body: a }, sms: { text: a }, in_app: { text: a },",
                      " email: { subject: a } } }\nsteps:\n", steps);
}

void ExpectOne(const std::string& yaml, absl::string_view severity, absl::string_view path,
               absl::string_view says, const Neighbourhood& neighbourhood = {}) {
  const std::vector<Problem> problems = Inspected(yaml, neighbourhood);
  ASSERT_EQ(problems.size(), 1u) << yaml << Text(problems);
  EXPECT_EQ(problems[0].path, path) << yaml;
  EXPECT_EQ(problems[0].warning ? "warning" : "error", severity) << yaml;
  EXPECT_THAT(problems[0].message, HasSubstr(std::string(says))) << yaml;
}

void ExpectNone(const std::string& yaml, const Neighbourhood& neighbourhood = {}) {
  EXPECT_EQ(Text(Inspected(yaml, neighbourhood)), "") << yaml;
}

TEST(InspectFlowTest, StepsThatNobodyReachesAreNamed) {
  ExpectOne(With("  - exit: {}\n  - { id: lost, wait: { for: 1h } }\n"), "warning", "steps[1]",
            "step \"lost\" can never be reached");
  // Named by a step that nobody reaches either.
  const auto problems = Inspected(With(R"(
  - exit: {}
  - { id: a, branch: { cases: [ { when: 'true', then: b } ], else: b } }
  - exit: {}
  - { id: b, wait: { for: 1h } }
)"));
  EXPECT_EQ(problems.size(), 3u) << Text(problems);
  ExpectNone(With(R"(
  - split: { arms: { a: 1, b: 1, holdout: 1 } }
  - { id: a, wait: { until: { event: X, then: c }, at_most: 1h } }
  - exit: {}
  - { id: b, go_to: { step: d } }
  - exit: {}
  - { id: c, send: { channels: push, template: t, else: e } }
  - exit: {}
  - { id: d, wait: { date: { of: event.at, past: f, missing: g } } }
  - exit: {}
  - { id: e, exit: {} }
  - { id: f, exit: {} }
  - { id: g, exit: {} }
)"));
}

TEST(InspectFlowTest, WaysThatGoRoundWithoutWaitingAreFaults) {
  ExpectOne(With(R"(
  - { id: a, set: { attributes: { x: '1' } } }
  - split: { arms: { a: 1 } }
)"),
            "error", "steps[0]", "\"a\", \"split-2\" go round and round");
  ExpectOne(With(R"(
  - { id: a, set: { attributes: { x: '1' } } }
  - branch: { cases: [ { when: customer.x > 3, then: z } ], else: a }
  - { id: z, exit: {} }
)"),
            "warning", "steps[0]", "may go round");
  // A window that is open passes at once, every time.
  ExpectOne(With(R"(
  - { id: a, wait: { local: { from: "08:00", to: "20:00" } } }
  - split: { arms: { a: 1 } }
)"),
            "error", "steps[0]", "go round and round");
}

TEST(InspectFlowTest, WaysThatWaitOrEndAreNone) {
  for (const char* steps :
       {"  - { id: a, wait: { for: 1h } }\n  - split: { arms: { a: 1 } }\n",
        "  - { id: a, wait: { local: { at: \"10:00\" } } }\n  - split: { arms: { a: 1 } }\n",
        "  - { id: a, wait: { until: { event: X }, at_most: 1h } }\n  - split: { arms: { a: 1 } "
        "}\n",
        "  - { id: a, set: { attributes: { x: '1' } } }\n  - go_to: { step: a, at_most: 5 }\n"}) {
    ExpectNone(With(steps));
  }
}

TEST(InspectFlowTest, WeightsThatLookLikePercentagesShouldBe) {
  const auto split = [](const char* arms) {
    return With(absl::StrCat("  - split: { arms: { ", arms, " } }\n",
                             "  - { id: a, exit: {} }\n  - { id: b, exit: {} }\n"));
  };
  ExpectOne(split("a: 45, b: 45, holdout: 9"), "warning", "steps[0].split.arms", "add up to 99");
  ExpectNone(split("a: 45, b: 45, holdout: 10"));
  ExpectNone(split("a: 1, b: 2"));
  const auto problems =
      support::ProblemsOf(With("  - split: { percent: true, arms: { a: 60, b: 30 } }\n"
                               "  - { id: a, exit: {} }\n  - { id: b, exit: {} }\n"));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_FALSE(problems[0].warning);
  EXPECT_THAT(problems[0].message, HasSubstr("add up to 90, not to 100"));
}

TEST(InspectWaitsTest, ArmsThatNothingCanReachAreNamed) {
  ExpectOne(With(R"(
  - wait: { until: { event: Opened, of: later, then: x }, at_most: 1h }
  - { id: later, send: { channels: push, template: t } }
  - { id: x, exit: {} }
)"),
            "warning", "steps[0].wait.until[0].of", "cannot have sent anything before");
  ExpectOne(With(R"(
  - wait: { until: [ { event: A, then: x }, { event: A, when: event.b > 1, then: x } ], at_most: 1h }
  - { id: x, exit: {} }
)"),
            "warning", "steps[0].wait.until[1].event", "until[0] takes every such event");
  ExpectOne(With("  - wait: { until: { event: Gone }, at_most: 1h }\n",
                 "enter: { on: Go }\nexit: { on: [Gone] }"),
            "warning", "steps[0].wait.until[0].event", "by the journey's `exit`");
}

TEST(InspectWaitsTest, ADateThatMovesWithTheClockNeverComes) {
  const auto wait = [](const char* of) {
    return With(absl::StrCat("  - wait:\n      date:\n        of: >-\n          ", of, "\n"));
  };
  ExpectOne(wait("now + duration(\"240h\")"), "error", "steps[0].wait.date.of", "never comes");
  ExpectNone(wait("timestamp(run.entered_at) + duration(\"240h\")"));
  ExpectNone(wait("customer.now + \"now\" + event.nowhere"));
}

TEST(InspectWaitsTest, ArmsThatSomethingCanReachAreNot) {
  ExpectNone(With(R"(
  - { id: first, send: { channels: push, template: t } }
  - wait:
      until:
        - { event: Opened, of: first, then: x }
        - { event: Opened, when: event.a > 1, then: x }
        - { event: Opened, key: event.k, then: x }
        - { event: Opened, then: x }
      at_most: 1h
  - { id: x, exit: {} }
)",
                  "enter: { on: Go }\nexit: { on: Opened, when: event.gone }"));
  // A loop brings the message before the wait.
  ExpectNone(With(R"(
  - { id: listen, wait: { until: { event: Opened, of: later, then: x }, at_most: 1h } }
  - { id: later, send: { channels: push, template: t } }
  - go_to: { step: listen }
  - { id: x, exit: {} }
)"));
}

constexpr char kSchema[] = R"(enter: { on: [Go, Run], when: event.price > 1, key: event.cart }
events:
  Go: { properties: { price: number, cart: text } }
  Run: { properties: { price: number, legs: any } }
  Bought: { properties: { total: number } }
)";

TEST(InspectEventsTest, PropertiesThatNoEventHasAreFaultsWithTheirPlace) {
  ExpectNone(
      With("  - { id: a, branch: { cases: [ { when: event.legs == 2, then: b } ] } }\n  - { id: b, "
           "exit: {} }\n",
           "enter: { on: Go }"));
  ExpectNone(
      With("  - wait: { until: { event: Unknown, when: event.any > 1 }, at_most: 1h }\n", kSchema));
  ExpectOne(With("  - set: { attributes: { x: 'event.legs + event.prize' } }\n", kSchema), "error",
            "steps[0].set.attributes[\"x\"]", "no property \"prize\"; did you mean \"price\"?");
  EXPECT_EQ(
      Inspected(With("  - set: { attributes: { x: 'event.legs + event.prize' } }\n", kSchema))[0]
          .offset,
      13u);
  ExpectOne(
      With("  - exit: {}\n", absl::StrCat(kSchema, "goal: { event: Bought, value: event.sum }\n")),
      "error", "goal.value", "no property \"sum\"");
  ExpectOne(
      With("  - exit: {}\n", absl::StrCat(kSchema, "exit: { on: Bought, key: event.cart }\n")),
      "error", "exit.key", "no property \"cart\"");
  ExpectOne(
      With("  - wait: { until: { event: Bought, when: event.price > 1 }, at_most: 1h }\n", kSchema),
      "error", "steps[0].wait.until[0].when", "its `events` entry has total");
}

TEST(InspectEventsTest, PropertiesAreUsedAsWhatTheyAre) {
  const auto branch = [](const char* when) {
    return With(absl::StrCat("  - branch: { cases: [ { when: '", when, "', then: z } ] }\n",
                             "  - { id: z, exit: {} }\n"),
                "enter: { on: Go }\nevents: { Go: { properties: { price: number, name: text, "
                "gift: boolean, tags: list, 'items[].sku': text, cart.total: number } } }");
  };
  ExpectNone(branch("event.price > 5 && event.name.startsWith(\"a\") && event.gift"));
  ExpectNone(branch("\"x\" in event.tags && event.cart.total < 9.5"));
  ExpectNone(branch("event.items.exists(i, i.sku == \"a\")"));
  ExpectOne(branch("event.name > 5"), "error", "steps[0].branch.cases[0].when", "");
  ExpectOne(branch("event.price.startsWith(\"a\")"), "error", "steps[0].branch.cases[0].when", "");
  ExpectOne(branch("event.cart.sum > 5"), "error", "steps[0].branch.cases[0].when", "sum");
}

TEST(InspectEventsTest, WhatIsSummedIsANumberThatTheEventHas) {
  const auto summing = [](const char* property) {
    return With("  - exit: {}\n",
                absl::StrCat("enter: { on: Go, when: 'sum(\"Buy\", \"", property,
                             "\", \"7d\") > 5' }\nevents: { Buy: { properties: { total: number, "
                             "code: text, any: any, cart: map, box.weight: number } } }"));
  };
  for (const char* fine : {"total", "any", "any.thing", "cart.total", "box.weight"}) {
    ExpectNone(summing(fine));
  }
  ExpectOne(summing("totals"), "error", "enter.when",
            "\"Buy\" has no property \"totals\"; did you mean \"total\"?");
  ExpectOne(summing("code"), "error", "enter.when",
            "the property \"code\" of \"Buy\" is string, not a number");
  ExpectOne(summing("cart"), "error", "enter.when", "not a number");
  ExpectOne(summing("total.net"), "error", "enter.when", "\"total\" of \"Buy\" is double");
  ExpectOne(summing("box.height"), "error", "enter.when", "has no property \"box.height\"");
  ExpectNone(With("  - exit: {}\n", "enter: { on: Go, when: 'sum(\"Unknown\", \"x\") > 5' }"));
}

TEST(InspectEventsTest, TemplatesAreLookedThrough) {
  const std::string yaml = absl::StrCat("journey: j\n", kSchema, R"(
steps: [ send: { channels: [push, email], template: t } ]
templates:
  t:
    push: { title: "{{ event.price }}", data: { leg: "{{ event.legs[0].prices }} {{ event.legz }}" } }
    email: { subject: "{{ customer.legz }}", text: "{% if event.legz == 1 %}a{% endif %}" }
)");
  const auto problems = Inspected(yaml);
  ASSERT_EQ(problems.size(), 2u) << Text(problems);
  EXPECT_EQ(problems[0].path, "templates[\"t\"].push.data[\"leg\"]");
  EXPECT_EQ(problems[0].offset, 30u);
  EXPECT_THAT(problems[0].message, HasSubstr("did you mean \"legs\""));
  EXPECT_EQ(problems[1].path, "templates[\"t\"].email.text");
}

TEST(InspectEventsTest, OtherTriggersHaveTheirOwnProperties) {
  const char* events = "\nevents: { Go: { properties: { a: any } } }";
  ExpectNone(With("  - set: { attributes: { x: event.whatever } }\n",
                  absl::StrCat("enter: { on: Go, api: {} }", events)));
  ExpectNone(With("  - set: { attributes: { x: event.to } }\n",
                  absl::StrCat("enter: { attribute: { name: a } }", events)));
  ExpectOne(With("  - set: { attributes: { x: event.too } }\n",
                 absl::StrCat("enter: { attribute: { name: a } }", events)),
            "error", "steps[0].set.attributes[\"x\"]", "did you mean \"to\"");
}

TEST(InspectScheduleTest, ATimeThatIsPastEverywhereIsNamed) {
  const std::string yaml =
      With("  - exit: {}\n", "enter: { schedule: { once: 2026-03-05T10:00, spread: 1h } }");
  const auto at = [](const char* now) { return Neighbourhood{nullptr, nullptr, support::At(now)}; };
  ExpectNone(yaml);
  ExpectNone(yaml, at("2026-03-05 22:59:59"));
  ExpectOne(yaml, "warning", "enter.schedule.once",
            "this is past everywhere; it is 2026-03-05T23:00Z", at("2026-03-05 23:00:00"));
  ExpectNone(With("  - exit: {}\n", "enter: { schedule: { cron: '0 10 * * 1' }, reenter: {} }"),
             at("2026-03-05 23:00:00"));
}

TEST(InspectSendsTest, ChannelsWithoutAProviderAreNamed) {
  const std::set<customer::Channel> channels = {customer::Channel::kPush};
  const Neighbourhood neighbourhood{nullptr, &channels};
  ExpectNone(With("  - send: { channels: push, template: t }\n"), neighbourhood);
  ExpectOne(With("  - send: { channels: [push, sms], template: t }\n"), "warning",
            "steps[0].send.channels[1]", "no provider for sms", neighbourhood);
  ExpectOne(With("  - send: { channels: sms, template: t }\n"), "error",
            "steps[0].send.channels[0]", "no provider for sms", neighbourhood);
}

channel::Policy OnePer(absl::Duration per) {
  channel::Policy policy;
  channel::Cap cap;
  cap.name = "one";
  cap.per = per;
  cap.channels.Add(customer::Channel::kSms);
  cap.channels.Add(customer::Channel::kPush);
  policy.caps = {cap};
  return policy;
}

TEST(InspectSendsTest, AMessageThatTheOneBeforeItShutsOutIsNamed) {
  const channel::Policy policy = OnePer(absl::Hours(24 * 7));
  const Neighbourhood neighbourhood{&policy, nullptr};
  const auto two = [](const char* wait, const char* second) {
    return With(absl::StrCat("  - { id: one, send: { channels: [push, sms], template: t } }\n",
                             "  - wait: ", wait, "\n  - send: { ", second, " }\n"));
  };
  ExpectOne(two("{ for: 2d }", "channels: sms, template: t, expire: 1d"), "warning",
            "steps[2].send", "whoever was sent \"one\" cannot be sent this: the policy's cap one",
            neighbourhood);
  ExpectNone(two("{ for: 6d }", "channels: sms, template: t, expire: 1d"), neighbourhood);
  ExpectOne(two("{ for: 6d }", "channels: sms, template: t, expire: 1d, on_refusal: skip"),
            "warning", "steps[2].send", "at most 6d later", neighbourhood);
  ExpectNone(two("{ for: 2d }", "channels: [sms, email], template: t, expire: 1d"), neighbourhood);
  ExpectNone(two("{ for: 2d }", "channels: sms, template: t, category: transactional"),
             neighbourhood);
  ExpectNone(two("{ for: 2d, idle: { at_least: 1h } }", "channels: sms, template: t"),
             neighbourhood);
  channel::Policy gap;
  gap.minimum_gap = absl::Hours(6);
  ExpectOne(two("{ for: 1h }", "channels: sms, template: t, expire: 1h"), "warning",
            "steps[2].send", "minimum gap", {&gap, nullptr});
}

TEST(FlowTest, TheLongestWayIsTheSumOfTheLongestWaits) {
  const auto definition = support::CompileJourney(With(R"(
  - { id: one, send: { channels: push, template: t, else: late } }
  - wait: { until: { event: A, then: late }, at_most: 2h }
  - wait: { for: 1h }
  - { id: late, send: { channels: push, template: t, expire: 3h } }
  - { id: last, wait: { for: 1h } }
)"));
  EXPECT_EQ(LongestWay(*definition, 1, 3), absl::Hours(3));
  EXPECT_EQ(LongestWay(*definition, 1, 4), absl::Hours(6));
  EXPECT_EQ(LongestWay(*definition, 4, 1), absl::InfiniteDuration());
  EXPECT_EQ(LongestWay(*definition, 3, 3), absl::ZeroDuration());
}

}  // namespace
}  // namespace usher::journey
