#include "yaml/load.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

#include "sample.pb.h"

namespace usher::yaml {
namespace {

using ::testing::HasSubstr;

// The problems of `text`, one a line.
std::string ProblemsOf(absl::string_view text) {
  sample::Journey journey;
  return absl::StrJoin(Load(text, &journey, nullptr), "\n",
                       [](std::string* out, const Problem& problem) {
                         absl::StrAppend(out, FormatProblem("f", problem));
                       });
}

struct Case {
  const char* yaml;
  const char* json;  // what it has to load as, in protobuf's JSON mapping
};

void ExpectLoads(std::initializer_list<Case> cases) {
  for (const Case& c : cases) {
    sample::Journey journey;
    const std::vector<Problem> problems = Load(c.yaml, &journey, nullptr);
    EXPECT_TRUE(problems.empty()) << c.yaml << ": " << FormatProblem("f", problems[0]);
    sample::Journey expected;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(c.json, &expected).ok()) << c.json;
    std::string difference;
    google::protobuf::util::MessageDifferencer differencer;
    differencer.ReportDifferencesToString(&difference);
    EXPECT_TRUE(differencer.Compare(expected, journey)) << c.yaml << ": " << difference;
  }
}

TEST(LoadTest, StringsStayAsWritten) {
  ExpectLoads({
      {"journey: no", R"({"journey":"no"})"},
      {"journey: n", R"({"journey":"n"})"},
      {"journey: 1.10", R"({"journey":"1.10"})"},
      {"journey: 0x1F", R"({"journey":"0x1F"})"},
      {"journey: true", R"({"journey":"true"})"},
      {"journey: 2025-11-28", R"({"journey":"2025-11-28"})"},
      {"journey: 'null'", R"({"journey":"null"})"},
      {"journey: null", "{}"},
      {"journey: ~", "{}"},
      {"journey:", "{}"},
      {"{}", "{}"},
  });
}

TEST(LoadTest, ScalarsAreTypedByTheirField) {
  ExpectLoads({
      {"active: true", R"({"active":true})"},
      {"small: 0x1F", R"({"small":31})"},
      {"small: '7'", R"({"small":7})"},
      {"large: -9223372036854775808", R"({"large":"-9223372036854775808"})"},
      {"huge: 18446744073709551615", R"({"huge":"18446744073709551615"})"},
      {"ratio: 1e3", R"({"ratio":1000})"},
      {"ratio: .inf", R"({"ratio":"Infinity"})"},
      {"coarse: 0.5", R"({"coarse":0.5})"},
      {"raw: aGk=", R"({"raw":"aGk="})"},
      {"wrapped: 5", R"({"wrapped":5})"},
      {"wrapped:", "{}"},
      {"starts: 2025-11-28T09:00:00+01:00", R"({"starts":"2025-11-28T08:00:00Z"})"},
  });
}

TEST(LoadTest, FieldsAreKnownByBothNames) {
  ExpectLoads({
      {"by_number: {1: a}", R"({"by_number":{"1":"a"}})"},
      {"byNumber: {1: a}", R"({"by_number":{"1":"a"}})"},
  });
  EXPECT_EQ(ProblemsOf("byNumber: {1: a}\nby_number: {2: b}"),
            "f:2:1: \"byNumber\" and \"by_number\" are the same field");
}

TEST(LoadTest, OneItemStandsForAListOfOne) {
  ExpectLoads({
      {"on: Order Completed", R"({"on":["Order Completed"]})"},
      {"on: [a, b]", R"({"on":["a","b"]})"},
      {"on: []", "{}"},
      {"on:", "{}"},
      {"steps: {goto: end}", R"({"steps":[{"goto":"end"}]})"},
      {"steps: {send: {channels: in_app}}",
       R"({"steps":[{"send":{"channels":["CHANNEL_IN_APP"]}}]})"},
  });
}

TEST(LoadTest, NothingForAMessageSetsIt) {
  ExpectLoads({
      {"steps: [{exit: {}}]", R"({"steps":[{"exit":{}}]})"},
      {"steps:\n  - exit:\n", R"({"steps":[{"exit":{}}]})"},
      {"templates: {a: }", R"({"templates":{"a":{}}})"},
  });
}

TEST(LoadTest, OptionalFieldsKnowThatTheyWereGiven) {
  sample::Journey journey;
  ASSERT_TRUE(Load("steps: [{send: {priority: 0}}, {send: {}}]", &journey, nullptr).empty());
  EXPECT_TRUE(journey.steps(0).send().has_priority());
  EXPECT_FALSE(journey.steps(1).send().has_priority());
}

TEST(LoadTest, DurationsAreReadInAuthorsUnits) {
  ExpectLoads({
      {"steps: [{wait: {for: 1h30m}}]", R"({"steps":[{"wait":{"for":"5400s"}}]})"},
      {"steps: [{wait: {for: 1w}}]", R"({"steps":[{"wait":{"for":"604800s"}}]})"},
      {"delays: {a: 0s, b: 250ms, c: -5m}", R"({"delays":{"a":"0s","b":"0.250s","c":"-300s"}})"},
  });
  EXPECT_THAT(ProblemsOf("steps: [{wait: {for: 30}}]"),
              HasSubstr("f:1:22: expected a duration such as 90s, 30m, 1h30m, 2d or 1w"));
  EXPECT_THAT(ProblemsOf("steps: [{wait: {for: [1h]}}]"), HasSubstr("found a list"));
}

TEST(LoadTest, MapsHaveAnyKeyTheirTypeAllows) {
  ExpectLoads({
      {"templates: {cart-reminder: {title: Hi}}",
       R"({"templates":{"cart-reminder":{"title":"Hi"}}})"},
      {"templates: {}", "{}"},
  });
  EXPECT_EQ(ProblemsOf("by_number: {one: a}"), "f:1:13: expected a whole number, found \"one\"");
  EXPECT_EQ(ProblemsOf("by_number: {1: }"), "f:1:14: expected a string, found nothing");
  EXPECT_EQ(ProblemsOf("templates: x"), "f:1:12: expected a mapping, found \"x\"");
}

TEST(LoadTest, FreeFormValuesFollowTheCoreSchema) {
  ExpectLoads({
      {"props: {a: 1, b: '1', c: no, d: true, e: null, f: [1.5, x], g: {h: 0x10}}",
       R"({"props":{"a":1,"b":"1","c":"no","d":true,"e":null,"f":[1.5,"x"],"g":{"h":16}}})"},
      {"any: {a: [b]}", R"({"any":{"a":["b"]}})"},
      {"any:", R"({"any":null})"},
      {"any: 1e3", R"({"any":1000})"},
      {"list: [1, [2]]", R"({"list":[1,[2]]})"},
  });
  EXPECT_EQ(ProblemsOf("props: {a: 12345678901234567890}"),
            "f:1:12: 12345678901234567890 is too large to be kept exactly; put it in quotes");
  EXPECT_THAT(ProblemsOf("any: .nan"), HasSubstr("no finite number"));
  EXPECT_EQ(ProblemsOf("props: [1]"), "f:1:8: expected a mapping, found a list");
  EXPECT_EQ(ProblemsOf("list: 1"), "f:1:7: expected a list, found \"1\"");
}

TEST(LoadTest, DeepFreeFormValuesThatLoadCanAlsoBeDecodedAgain) {
  const auto nested = [](int depth) {
    std::string text = "1";
    for (int i = 0; i < depth; ++i) text = absl::StrCat("{a: ", text, "}");
    return absl::StrCat("any: ", text);
  };
  sample::Journey journey;
  ASSERT_TRUE(Load(nested(24), &journey, nullptr).empty());
  sample::Journey decoded;
  EXPECT_TRUE(decoded.ParseFromString(journey.SerializeAsString()));
  EXPECT_THAT(ProblemsOf(nested(25)), HasSubstr("nested deeper than 24"));
}

TEST(LoadTest, UnknownNamesAreAnsweredWithTheNearest) {
  EXPECT_EQ(ProblemsOf("steps: [{send: {temlate: x}}]"),
            "f:1:17: unknown field \"temlate\"; did you mean \"template\"? "
            "(known here: channels, template, priority)");
  EXPECT_THAT(ProblemsOf("jurney: x"), HasSubstr("did you mean \"journey\"?"));
  EXPECT_EQ(
      ProblemsOf("steps: [{send: {channels: [push, smss]}}]"),
      "f:1:34: unknown channel \"smss\"; did you mean \"sms\"? (known here: push, sms, in_app)");
  EXPECT_EQ(ProblemsOf("steps: [{send: {channels: pigeon}}]"),
            "f:1:27: unknown channel \"pigeon\"; (known here: push, sms, in_app)");
  EXPECT_EQ(ProblemsOf("steps: [{exit: {now: 1}}]"),
            "f:1:17: unknown field \"now\"; no names are known here");
}

TEST(LoadTest, WhatWasExpectedIsNamed) {
  EXPECT_EQ(ProblemsOf("journey: {a: 1}"), "f:1:10: expected a string, found a mapping");
  EXPECT_EQ(ProblemsOf("journey: [a]"), "f:1:10: expected a string, found a list");
  EXPECT_EQ(ProblemsOf("active: yes"), "f:1:9: expected true or false, found \"yes\"");
  EXPECT_EQ(ProblemsOf("small: few"), "f:1:8: expected a whole number, found \"few\"");
  EXPECT_EQ(ProblemsOf("raw: '?'"), "f:1:7: expected bytes in base64, found \"?\"");
  EXPECT_EQ(ProblemsOf("steps: [{wait: 1h}]"),
            "f:1:16: expected a mapping with for, until, found \"1h\"");
  EXPECT_EQ(ProblemsOf("steps: [{exit: now}]"),
            "f:1:16: expected an empty mapping, {}, found \"now\"");
  EXPECT_EQ(ProblemsOf("steps: [{send: {channels: {}}}]"),
            "f:1:27: expected one of push, sms, in_app, found a mapping");
  EXPECT_EQ(ProblemsOf("starts: 2025-11-28"),
            "f:1:9: expected a time such as 2025-11-28T09:00:00Z, found \"2025-11-28\"");
  EXPECT_EQ(ProblemsOf("on: [a, , b]").substr(0, 4), "f:1:");
  EXPECT_THAT(ProblemsOf("on:\n  - a\n  -\n"), HasSubstr("item 2 is empty"));
  EXPECT_THAT(ProblemsOf("steps:\n  -\n"), HasSubstr("item 1 is empty"));
  EXPECT_THAT(ProblemsOf(""), HasSubstr("expected a mapping"));
  EXPECT_THAT(ProblemsOf("just text"), HasSubstr("found \"just text\""));
}

TEST(LoadTest, NumbersOutOfRangeAreRefused) {
  EXPECT_EQ(ProblemsOf("small: 4294967296"),
            "f:1:8: 4294967296 is out of range: from 0 to 4294967295");
  EXPECT_THAT(ProblemsOf("small: -1"), HasSubstr("-1 is out of range"));
  EXPECT_THAT(ProblemsOf("large: 9223372036854775808"), HasSubstr("is out of range"));
  EXPECT_THAT(ProblemsOf("coarse: 1e39"), HasSubstr("1e39 is out of range"));
  EXPECT_THAT(ProblemsOf("ratio: 1e309"), HasSubstr("1e309 is out of range"));
  EXPECT_THAT(ProblemsOf("delays: {a: 999999w}"), HasSubstr("999999w is out of range"));
}

TEST(LoadTest, MembersOfOneChoiceExcludeEachOther) {
  EXPECT_EQ(ProblemsOf("steps:\n  - wait: {for: 1h}\n    send: {}\n"),
            "f:3:5: \"wait\" and \"send\" exclude each other; keep one of them");
}

TEST(LoadTest, AllProblemsAreFoundInOrder) {
  EXPECT_EQ(
      ProblemsOf("jurney: x\n"
                 "small: -1\n"
                 "steps:\n"
                 "  - wait: {for: soon}\n"
                 "active: maybe\n"),
      "f:1:1: unknown field \"jurney\"; did you mean \"journey\"?\n"
      "f:2:8: -1 is out of range: from 0 to 4294967295\n"
      "f:4:17: expected a duration such as 90s, 30m, 1h30m, 2d or 1w (units w, d, h, m, s, ms, "
      "the larger first), found \"soon\"\n"
      "f:5:9: expected true or false, found \"maybe\"");
}

TEST(LoadTest, ProblemsNameTheirField) {
  sample::Journey journey;
  const auto problems = Load("steps: [{exit: {}}, {wait: {for: soon}}]", &journey, nullptr);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].path, "steps[1].wait.for");
}

TEST(LoadTest, ProblemsAreBounded) {
  std::string text;
  for (int i = 0; i < 500; ++i) absl::StrAppend(&text, "x", i, ": 1\n");
  sample::Journey journey;
  EXPECT_EQ(Load(text, &journey, nullptr).size(), 100U);
}

TEST(LoadTest, EarlierContentIsCleared) {
  sample::Journey journey;
  journey.set_small(3);
  ASSERT_TRUE(Load("journey: x", &journey, nullptr).empty());
  EXPECT_EQ(journey.small(), 0U);
}

TEST(LoadTest, MessagesOfDynamicTypesLoadAlike) {
  google::protobuf::DynamicMessageFactory factory;
  const std::unique_ptr<google::protobuf::Message> journey(
      factory.GetPrototype(sample::Journey::descriptor())->New());
  ASSERT_TRUE(Load("starts: 2025-11-28T09:00:00Z\nprops: {a: [1]}\nby_number: {2: b}",
                   journey.get(), nullptr)
                  .empty());
  sample::Journey copy;
  ASSERT_TRUE(copy.ParseFromString(journey->SerializeAsString()));
  EXPECT_EQ(copy.starts().seconds(), 1764320400);
  EXPECT_EQ(copy.props().fields().at("a").list_value().values(0).number_value(), 1);
  EXPECT_EQ(copy.by_number().at(2), "b");
}

}  // namespace
}  // namespace usher::yaml
