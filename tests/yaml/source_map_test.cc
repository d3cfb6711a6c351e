#include "yaml/source_map.h"

#include "gtest/gtest.h"

#include "sample.pb.h"
#include "yaml/load.h"

namespace usher::yaml {
namespace {

constexpr char kText[] =
    "journey: cart\n"                                           // 1
    "on: Product Added\n"                                       // 2
    "templates:\n"                                              // 3
    "  cart-reminder:\n"                                        // 4
    "    title: \"Hi \\\"you\\\" é!\"\n"                        // 5
    "    body: |\n"                                             // 6
    "      one {{ x }}\n"                                       // 7
    "\n"                                                        // 8
    "        two\n"                                             // 9
    "steps:\n"                                                  // 10
    "  - send: { template: 'it''s', channels: [push, sms] }\n"  // 11
    "  - branch:\n"                                             // 12
    "      cases:\n"                                            // 13
    "        - when: >-\n"                                      // 14
    "            a >\n"                                         // 15
    "            b\n"                                           // 16
    "props: { deep: [1, { x: y }] }\n";                         // 17

class SourceMapTest : public ::testing::Test {
 protected:
  void SetUp() override {
    sample::Journey journey;
    const auto problems = Load(kText, &journey, &map_);
    ASSERT_TRUE(problems.empty()) << FormatProblem("f", problems[0]);
  }

  SourceMap map_;
};

TEST_F(SourceMapTest, FieldsKnowValueAndKey) {
  EXPECT_EQ(map_.Value("journey"), (Mark{1, 10}));
  EXPECT_EQ(map_.Key("journey"), (Mark{1, 1}));
  EXPECT_EQ(map_.Value("steps[0].send.channels[1]"), (Mark{11, 49}));
  EXPECT_EQ(map_.Key("steps[1].branch.cases[0].when"), (Mark{14, 11}));
  EXPECT_EQ(map_.Key("templates[\"cart-reminder\"]"), (Mark{4, 3}));
  EXPECT_EQ(map_.Key("templates[\"cart-reminder\"].body"), (Mark{6, 5}));
  EXPECT_EQ(map_.Value("props[\"deep\"][1][\"x\"]"), (Mark{17, 25}));
}

TEST_F(SourceMapTest, OneItemGivenForAListIsItsFirst) {
  EXPECT_EQ(map_.Value("on"), (Mark{2, 5}));
  EXPECT_EQ(map_.Value("on[0]"), (Mark{2, 5}));
}

TEST_F(SourceMapTest, WhatWasNotWrittenIsWhereItIsMissing) {
  EXPECT_FALSE(map_.Contains("steps[0].send.priority"));
  EXPECT_EQ(map_.Key("steps[0].send.priority"), map_.Key("steps[0].send"));
  EXPECT_EQ(map_.Value("steps[0].send.priority"), (Mark{11, 11}));
  EXPECT_EQ(map_.Value("templates[\"other\"].push.title"), map_.Value("templates"));
  EXPECT_EQ(map_.Value("nowhere"), (Mark{1, 1}));
  EXPECT_EQ(SourceMap().Value("a.b"), (Mark{1, 1}));
}

TEST_F(SourceMapTest, MessagesNameWhatWasNotWritten) {
  EXPECT_EQ(map_.Told("journey", "too long"), "too long") << "its place says which field";
  EXPECT_EQ(map_.Told("on[0]", "too long"), "too long");
  EXPECT_EQ(map_.Told("steps[0].send.priority", "too low"), "priority: too low");
  EXPECT_EQ(map_.Told("steps[0].send.from.address", "missing"), "from.address: missing");
  EXPECT_EQ(map_.Told("templates[\"other\"].title", "missing"), "[\"other\"].title: missing");
  EXPECT_EQ(map_.Told("nowhere", "missing"), "nowhere: missing");
}

TEST_F(SourceMapTest, OffsetsFollowEscapes) {
  const char* title = "templates[\"cart-reminder\"].title";  // Hi "you" é!
  EXPECT_EQ(map_.Style(title), ScalarStyle::kDoubleQuoted);
  EXPECT_EQ(map_.InScalar(title, 0), (Mark{5, 13}));
  EXPECT_EQ(map_.InScalar(title, 4), (Mark{5, 18})) << "y, after one escape";
  EXPECT_EQ(map_.InScalar(title, 11), (Mark{5, 25})) << "!, after two escapes and a wide character";
  EXPECT_EQ(map_.InScalar("steps[0].send.template", 3), (Mark{11, 28})) << "s of it''s";
  EXPECT_EQ(map_.InScalar("journey", 2), (Mark{1, 12}));
  EXPECT_EQ(map_.InScalar("journey", 99), (Mark{1, 14})) << "the end, not beyond";
}

TEST_F(SourceMapTest, OffsetsFollowBlocks) {
  const char* body = "templates[\"cart-reminder\"].body";  // one {{ x }}\n\n  two\n
  EXPECT_EQ(map_.Style(body), ScalarStyle::kLiteral);
  EXPECT_EQ(map_.InScalar(body, 0), (Mark{7, 7}));
  EXPECT_EQ(map_.InScalar(body, 7), (Mark{7, 14})) << "x";
  EXPECT_EQ(map_.InScalar(body, 15), (Mark{9, 9})) << "t of two";
  const char* when = "steps[1].branch.cases[0].when";  // a > b
  EXPECT_EQ(map_.InScalar(when, 2), (Mark{15, 15}));
  EXPECT_EQ(map_.InScalar(when, 4), (Mark{16, 13}));
}

TEST_F(SourceMapTest, OffsetsOfWhatIsNoScalarAreItsValue) {
  EXPECT_EQ(map_.InScalar("steps[0].send", 5), map_.Value("steps[0].send"));
  EXPECT_EQ(map_.InScalar("nowhere", 5), (Mark{1, 1}));
}

}  // namespace
}  // namespace usher::yaml
