// What `usherctl eval` answers.

#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "cli/command_line.h"
#include "cli/eval_commands.h"
#include "tests/support/fake_timing.h"

namespace usher::cli {
namespace {

struct Outcome {
  ExitCode code;
  std::string out;
  std::string err;
};

Outcome RunWith(const std::vector<std::string>& arguments, const std::string& input = "") {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  testing::FakeTiming timing;
  Console console;
  console.in = &in;
  console.out = &out;
  console.err = &err;
  const ExitCode code = Run(arguments, console, &timing);
  return {code, out.str(), err.str()};
}

TEST(EvalTest, PrintsTheValueAsJson) {
  EXPECT_EQ(
      RunWith({"eval", "event.price * 2 > 10", "--vars", R"j({"event": {"price": 9.5}})j"}).out,
      "true\n");
  EXPECT_EQ(RunWith({"eval", "-1 + 2"}).out, "1\n");
}

TEST(EvalTest, SaysWhereAnExpressionIsWrong) {
  const Outcome outcome = RunWith({"eval", "1 +\n x"});
  EXPECT_EQ(outcome.code, kFailure);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, "error: 2:2: unknown name 'x'\n");
}

TEST(EvalTest, WantsEitherAnExpressionOrABatch) {
  EXPECT_EQ(RunWith({"eval"}).code, kUsage);
  EXPECT_EQ(RunWith({"eval", "1", "--batch"}).code, kUsage);
  EXPECT_EQ(RunWith({"eval", "x", "--vars", "{x: 1}"}).code, kFailure);
}

TEST(EvalTest, ABatchAnswersEveryLineInOrder) {
  const Outcome outcome = RunWith({"eval", "--batch"},
                                  "{\"expr\": \"x + 'b'\", \"vars\": {\"x\": \"a\"}}\n"
                                  "\n"
                                  "{\"expr\": \"1 +\"}\n"
                                  "nonsense\n"
                                  "[]\n"
                                  "{\"expr\": 5}\n"
                                  "{\"expression\": \"1\"}\n"
                                  "{\"expr\": \"1\", \"vars\": []}\n"
                                  "{\"expr\": \"10 / (2 -\\n 2)\"}\n"
                                  "{\"expr\": \"7\"}");
  EXPECT_EQ(outcome.code, kOk);
  EXPECT_EQ(outcome.out,
            R"j({"value":"ab"}
{"error":"the expression ends where a value should be","line":1,"column":4}
{"error":"not valid JSON: Problem while parsing an atom starting with the letter 'n'"}
{"error":"a line must be an object such as {\"expr\": \"1 + 2\"}"}
{"error":"expr: must be a text"}
{"error":"\"expression\": no member of a line"}
{"error":"vars: must be an object, from names to values"}
{"error":"division by zero","line":1,"column":4}
{"value":7}
)j");
}

struct Case {
  std::string request;
  std::string answer;
};

TEST(EvalTest, ValuesFollowTheJsonMapping) {
  const std::vector<Case> cases = {
      {R"j({"expr": "[null, true, 1, 2u, 1.5, 2.0, -0.0]"})j",
       R"j({"value":[null,true,1,2,1.5,2,-0]})j"},
      {R"j({"expr": "[9007199254740991, 9007199254740992, -9007199254740992]"})j",
       R"j({"value":[9007199254740991,"9007199254740992","-9007199254740992"]})j"},
      {R"j({"expr": "18446744073709551615u"})j", R"j({"value":"18446744073709551615"})j"},
      {R"j({"expr": "[0.0 / 0.0, 1.0 / 0.0, -1.0 / 0.0, 1e300]"})j",
       R"j({"value":["NaN","Infinity","-Infinity",1e+300]})j"},
      {R"j({"expr": "b'\\xff\\x00'"})j", R"j({"value":"/wA="})j"},
      {R"j({"expr": "timestamp('2026-03-01T12:00:00.5+01:00')"})j",
       R"j({"value":"2026-03-01T11:00:00.500Z"})j"},
      {R"j({"expr": "[duration('90m'), duration('-1us')]"})j",
       R"j({"value":["5400s","-0.000001s"]})j"},
      {R"j({"expr": "{1: 'a', true: 'b', 3u: 'c', 'd': 'e'}"})j",
       R"j({"value":{"1":"a","true":"b","3":"c","d":"e"}})j"},
      {R"j({"expr": "{1: 'a', '1': 'b'}"})j",
       R"j({"error":"two keys of the map are \"1\" in JSON"})j"},
      {R"j({"expr": "[type(1), type(type(1)), google.protobuf.Timestamp]"})j",
       R"j({"value":["int","type","google.protobuf.Timestamp"]})j"}};
  for (const Case& c : cases) EXPECT_EQ(AnswerRequest(c.request), c.answer) << c.request;
}

TEST(EvalTest, NumbersInVariablesAreThoseOfEvents) {
  EXPECT_EQ(AnswerRequest(R"j({"expr": "[type(x) == double, x + 1, x / 2]", "vars": {"x": 5}})j"),
            R"j({"value":[true,6,2.5]})j");
}

// Without types, what a side that does not count says is of no importance.
TEST(EvalTest, UnknownNamesAndWrongTypesCountOnlyWhereTheyAreEvaluated) {
  const std::vector<Case> cases = {
      {R"j({"expr": "true || x"})j", R"j({"value":true})j"},
      {R"j({"expr": "true || f(1) || 'a'.matches('(') || 1 + 'a' == 2"})j", R"j({"value":true})j"},
      {R"j({"expr": "1 == 'a'"})j", R"j({"value":false})j"},
      {R"j({"expr": "true ? 1 : 'a'"})j", R"j({"value":1})j"},
      {R"j({"expr": "false || f(1)"})j",
       R"j({"error":"unknown function 'f'","line":1,"column":10})j"},
      {R"j({"expr": "timestamp('soon')"})j",
       R"j({"error":"not a timestamp such as 2024-05-06T07:08:09Z: soon","line":1,"column":1})j"}};
  for (const Case& c : cases) EXPECT_EQ(AnswerRequest(c.request), c.answer) << c.request;
}

TEST(EvalTest, VariablesAreReadAsDeclared) {
  const std::vector<Case> cases = {
      {R"j({"expr": "i + 1", "vars": {"i": 5}, "types": {"i": "int"}})j", R"j({"value":6})j"},
      {R"j({"expr": "u", "vars": {"u": "18446744073709551615"}, "types": {"u": "uint"}})j",
       R"j({"value":"18446744073709551615"})j"},
      {R"j({"expr": "size(b)", "vars": {"b": "/wA="}, "types": {"b": "bytes"}})j",
       R"j({"value":2})j"},
      {R"j({"expr": "t.getHours()", "vars": {"t": "2026-03-01T12:00:00Z"},
           "types": {"t": "timestamp"}})j",
       R"j({"value":12})j"},
      {R"j({"expr": "d > duration('1m')", "vars": {"d": "90s"}, "types": {"d": "duration"}})j",
       R"j({"value":true})j"},
      {
          R"j({"expr": "m[2]", "vars": {"m": {"2": ["x"]}}, "types": {"m": "map(int, list(string))"
}
})j",
          R"j({"value":["x"]})j"},
      {R"j({"expr": "d", "vars": {"d": "Infinity"}, "types": {"d": "double"}})j",
       R"j({"value":"Infinity"})j"},
      {R"j({"expr": "i == 'a'", "types": {"i": "int"}, "check": true})j",
       R"j({"error":"no such overload: int == string","line":1,"column":3})j"},
      {R"j({"expr": "i", "vars": {"i": 1.5}, "types": {"i": "int"}})j",
       R"j({"error":"vars.i: declared with another type: int expected, found double 1.5"})j"},
      {
          R"j({"expr": "i", "vars": {"i": [1, true]}, "types": {"i": "list(int)"
}
})j",
          R"j({"error":"vars.i: declared with another type: int expected, found bool true"})j"},
      {R"j({"expr": "i", "types": {"i": "strin"}})j",
       R"j({"error":"types.i: no type \"strin\"; did you mean string?"})j"},
      {R"j({"expr": "i", "types": {"i": "map(int"}})j",
       R"j({"error":"types.i: expected ',' where the type ends"})j"},
      {R"j({"expr": "i", "types": {"i": "int"}})j",
       R"j({"error":"this variable has no value","line":1,"column":1})j"}};
  for (const Case& c : cases) EXPECT_EQ(AnswerRequest(c.request), c.answer) << c.request;
}

}  // namespace
}  // namespace usher::cli
