// What is wrong with a definition, and where.

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using support::ProblemsOf;
using testing::HasSubstr;

// The only problem, warnings aside, is at `path` and says `what`.
void ExpectProblem(absl::string_view yaml, absl::string_view path, absl::string_view what) {
  std::vector<Problem> problems;
  for (Problem& problem : ProblemsOf(yaml)) {
    if (!problem.warning) problems.push_back(std::move(problem));
  }
  ASSERT_EQ(problems.size(), 1u) << yaml;
  EXPECT_EQ(problems[0].path, path) << yaml;
  EXPECT_THAT(problems[0].message, HasSubstr(std::string(what))) << yaml;
}

// A journey with these steps and a template t for push.
std::string WithSteps(absl::string_view steps) {
  return absl::StrCat("journey: j\nenter: { on: Go }\ntemplates: { t: { push: { body: hi } } }\n",
                      "steps: [ ", steps, ", { id: last, exit: {} } ]\n");
}

TEST(CompileTest, FindsEveryProblemNotOnlyTheFirst) {
  const auto problems = ProblemsOf(R"(
journey: Bad Name
enter: { on: [] }
goal: { event: "" }
steps: []
)");
  std::vector<std::string> paths;
  for (const Problem& problem : problems) paths.push_back(problem.path);
  EXPECT_THAT(paths, testing::ElementsAre("journey", "enter.on", "goal.event", "steps"));
}

TEST(CompileTest, NamesTheFieldThatIsWrong) {
  const auto with = [](absl::string_view line) {
    return absl::StrCat("journey: j\nsteps: [ exit: {} ]\n", line, "\n");
  };
  ExpectProblem("journey: J\nenter: {on: Go}\nsteps: [ exit: {} ]\n", "journey",
                "\"J\" is no name");
  ExpectProblem(with("description: never"), "enter.on", "`occasion` or `api` instead");
  ExpectProblem(with("enter: { on: ['', Go] }"), "enter.on[0]", "1 to 128 bytes");
  ExpectProblem(with("enter: { on: Go, max_age: 30s }"), "enter.max_age", "30s: must be from 1m");
  ExpectProblem(with("enter: { on: Go, reenter: { after: 401d } }"), "enter.reenter.after",
                "must be from 0");
  ExpectProblem(with("enter: { on: Go }\nexit: { on: [] }"), "exit.on", "at least one event");
  ExpectProblem(with("enter: { on: Go }\ngoal: { event: Buy, within: 91d }"), "goal.within",
                "must be from 1s");
}

TEST(CompileTest, TellsWhereInAnExpressionTheFaultIs) {
  const auto problems = ProblemsOf(R"(
journey: j
enter: { on: Go, when: 'event.price > nothing' }
steps: [ exit: {} ]
)");
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].path, "enter.when");
  EXPECT_EQ(problems[0].offset, 14u);
  EXPECT_THAT(problems[0].message, HasSubstr("nothing"));
}

TEST(CompileTest, ChecksTheTypesOfExpressions) {
  ExpectProblem("journey: j\nenter: { on: Go, when: '1 + 1' }\nsteps: [ exit: {} ]\n", "enter.when",
                "a condition must be true or false, this is int");
  ExpectProblem("journey: j\nenter: { on: Go, key: 'true' }\nsteps: [ exit: {} ]\n", "enter.key",
                "a key must be a text or a number, this is bool");
  ExpectProblem(
      "journey: j\nenter: { on: Go }\ngoal: { event: B, value: '\"x\"' }\nsteps: [ exit: {} ]\n",
      "goal.value", "this must be a number, not string");
  ExpectProblem(
      "journey: j\nenter: { on: Go, when: 'count(\"A\", \"1x\") > 0' }\nsteps: [ exit: {} ]\n",
      "enter.when", "\"1x\" is no length of time");
  ExpectProblem(
      "journey: j\nenter: { on: Go, when: 'reachable(\"pusch\")' }\nsteps: [ exit: {} ]\n",
      "enter.when", "did you mean push");
  ExpectProblem(
      "journey: j\nenter: { on: Go, when: 'count(event.name) > 0' }\nsteps: [ exit: {} ]\n",
      "enter.when", "name the event as a text in quotes");
  const auto when = [](const char* condition) {
    return absl::StrCat("journey: j\nenter: { on: Go, when: '", condition,
                        "' }\nsteps: [ exit: {} ]\n");
  };
  ExpectProblem(when("sum(\"A\", event.name) > 0"), "enter.when",
                "name the property as a text in quotes");
  ExpectProblem(when("sum(\"A\", \"\") > 0"), "enter.when", "is no property");
  ExpectProblem(when("sum(\"A\", \"items[].price\") > 0"), "enter.when", "is no property");
  ExpectProblem(when("sum(\"A\", \"total\", \"30\") > 0"), "enter.when",
                "\"30\" is no length of time");
  ExpectProblem(when("sum(\"A\", \"total\")"), "enter.when",
                "a condition must be true or false, this is double");
}

TEST(CompileTest, NamesTheStepAndTheFieldThatIsWrong) {
  const auto check = [](absl::string_view step, absl::string_view path, absl::string_view what) {
    ExpectProblem(WithSteps(step), path, what);
  };
  check("{ id: x }", "steps[0]", "one of wait, branch");
  check("{ id: 'a:b', exit: {} }, { id: x, go_to: { step: x } }", "steps[0].id", "without colons");
  check("{ id: last, wait: { for: 1h } }", "steps[1].id", "used twice");
  check("wait: {}", "steps[0].wait", "give `for`, `until`");
  check("wait: { until: { event: A } }", "steps[0].wait", "needs `at_most`");
  check("wait: { for: 1h, at_most: 2h }", "steps[0].wait.at_most", "goes with `until`");
  check("wait: { for: 401d }", "steps[0].wait.for", "must be from");
  check("wait: { until: { event: '' }, at_most: 1h }", "steps[0].wait.until[0].event", "name");
  check("wait: { until: { event: A, then: lost }, at_most: 1h }", "steps[0].wait.until[0].then",
        "no step \"lost\"; did you mean \"last\"?");
  check("wait: { until: { event: A, of: last }, at_most: 1h }", "steps[0].wait.until[0].of",
        "\"last\" is no send step");
  check("wait: { for: 1h, idle: { at_least: 8d } }", "steps[0].wait.idle.at_least", "must be from");
  check("branch: { cases: [] }", "steps[0].branch.cases", "at least one");
  check("branch: { cases: [ { when: 'true' } ] }", "steps[0].branch.cases[0].then",
        "name the step");
  check("branch: { cases: [ { then: last } ] }", "steps[0].branch.cases[0].when", "a condition");
  check("split: { arms: { holdout: 1 } }", "steps[0].split.arms", "not the hold-out");
  check("split: { arms: { last: 0 } }", "steps[0].split.arms[\"last\"]", "weight 0");
  check("split: { arms: { lost: 1 } }", "steps[0].split.arms[\"lost\"]", "did you mean");
  check("send: { template: t }", "steps[0].send.channels", "at least one channel");
  check("send: { channels: [push, push], template: t }", "steps[0].send.channels[1]",
        "push is named twice");
  check("send: { channels: push, template: tt }", "steps[0].send.template", "no template \"tt\"");
  check("send: { channels: push }", "steps[0].send.template", "name the template");
  check("send: { channels: sms, template: t }", "steps[0].send.template", "no content for sms");
  check("send: { channels: push, template: t, expire: 31d }", "steps[0].send.expire", "720h");
  check("{ id: a, send: { id: b, channels: push, template: t } }", "steps[0].send.id",
        "has an id already");
  check("set: { attributes: {} }", "steps[0].set.attributes", "at least one");
  check("set: { attributes: { a: '' } }", "steps[0].set.attributes[\"a\"]", "quotes");
  check("go_to: {}", "steps[0].go_to.step", "name the step");
  check("go_to: { step: last, at_most: 101 }", "steps[0].go_to.at_most", "1 to 100");
}

TEST(CompileTest, ATemplatesFaultHasItsOffset) {
  const auto problems = ProblemsOf(R"(
journey: j
enter: { on: Go }
steps: [ send: { channels: push, template: t } ]
templates: { t: { push: { title: ok, body: "Grüße {{ event.name | nosuch }}" } } }
)");
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].path, "templates[\"t\"].push.body");
  const std::string body = "Grüße {{ event.name | nosuch }}";
  EXPECT_EQ(problems[0].offset, body.find("nosuch")) << problems[0].message;
}

TEST(CompileTest, TooManyStepsAreRefused) {
  std::string steps;
  for (int i = 0; i < 201; ++i) absl::StrAppend(&steps, "\n  - wait: { for: 1h }");
  ExpectProblem(absl::StrCat("journey: j\nenter: { on: Go }\nsteps:", steps, "\n"), "steps",
                "there are 201");
}

TEST(CompileTest, StepsWithoutIdsAreCalledAfterKindAndPosition) {
  const auto definition =
      support::CompileJourney(WithSteps("wait: { for: 1h }, set: { attributes: { a: '1' } }"));
  EXPECT_EQ(definition->steps[0].id, "wait-1");
  EXPECT_EQ(definition->steps[1].id, "set-2");
  EXPECT_EQ(StepKindName(definition->steps[0]), "wait");
  EXPECT_EQ(StepKindName(definition->steps[2]), "exit");
}

TEST(CompileTest, KnowsWhatTheJourneySumsWithinBounds) {
  const auto summing = [](int properties) {
    std::string yaml = "journey: j\nenter:\n  on: Go\n  when: true";
    for (int i = 0; i < properties; ++i) {
      absl::StrAppend(&yaml, " && sum(\"Buy\", \"p", i, "\", \"7d\") >= 0");
    }
    return absl::StrCat(yaml, "\nsteps: [ exit: {} ]\n");
  };
  EXPECT_THAT(support::CompileJourney(summing(2))->sums,
              testing::ElementsAre(testing::Pair("Buy", "p0"), testing::Pair("Buy", "p1")));
  EXPECT_EQ(support::CompileJourney(summing(16))->sums.size(), 16u);
  ExpectProblem(summing(17), "journey", "it sums 17 properties of events; at most 16");
}

TEST(CompileTest, KnowsWhatTheJourneyReads) {
  const auto definition = support::CompileJourney(R"(
journey: j
enter: { on: Go, when: 'count("Seen", "7d") > 0 && event.only_now == 1' }
goal: { event: Buy, when: last("Left") < now }
steps:
  - branch: { cases: [ { when: event.a == event.b.c, then: end } ] }
  - set: { attributes: { copy: event.d } }
  - { id: end, exit: {} }
)");
  EXPECT_THAT(definition->event_fields, testing::ElementsAre("a", "b", "d"));
  EXPECT_FALSE(definition->keep_all_event_fields);
  EXPECT_THAT(definition->counted_events, testing::ElementsAre("Left", "Seen"));
}

TEST(CompileTest, TheVersionDependsOnTheContentAlone) {
  const std::string yaml = R"(
journey: j
enter: { on: Go }
steps: [ send: { channels: push, template: a } ]
templates: { a: { push: { body: x } }, b: { push: { body: y } } }
)";
  const std::string reordered = R"(
templates: { b: { push: { body: y } }, a: { push: { body: x } } }
steps: [ send: { template: a, channels: [push] } ]
enter: { on: [Go] }
journey: j
)";
  const auto version = VersionOf(support::ParseJourney(yaml));
  EXPECT_EQ(version, VersionOf(support::ParseJourney(reordered)));
  EXPECT_NE(version, VersionOf(support::ParseJourney(yaml + "description: new\n")));
  EXPECT_EQ(VersionText(0xab), "00000000000000ab");
}

}  // namespace
}  // namespace usher::journey
