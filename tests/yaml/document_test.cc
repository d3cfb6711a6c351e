#include "yaml/document.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::yaml {
namespace {

using ::testing::HasSubstr;

// The only problem of `text` as "line:column: message"; empty when there is none.
std::string ProblemOf(absl::string_view text) {
  std::vector<Problem> problems;
  const bool parsed = ParseDocument(text, &problems).has_value();
  EXPECT_EQ(parsed, problems.empty());
  if (problems.empty()) return "";
  EXPECT_EQ(problems.size(), 1U);
  return FormatProblem("f", problems[0]);
}

TEST(DocumentTest, ScalarsKeepTextStyleAndPlace) {
  std::vector<Problem> problems;
  const auto root = ParseDocument(
      "plain: no\n"
      "single: 'it''s'\n"
      "double: \"a\\tb\"\n"
      "literal: |\n"
      "  x\n"
      "   y\n"
      "folded: >-\n"
      "  x\n"
      "  y\n"
      "é: 1\n",
      &problems);
  ASSERT_TRUE(root.has_value());
  const auto& members = root->members;
  ASSERT_EQ(members.size(), 6U);
  EXPECT_EQ(members[0].value.text, "no");
  EXPECT_EQ(members[0].value.mark, (Mark{1, 8}));
  EXPECT_EQ(members[1].value.text, "it's");
  EXPECT_EQ(members[1].value.style, ScalarStyle::kSingleQuoted);
  EXPECT_EQ(members[1].value.mark, (Mark{2, 10}));
  EXPECT_EQ(members[2].value.text, "a\tb");
  EXPECT_EQ(members[3].value.text, "x\n y\n");
  EXPECT_EQ(members[3].value.style, ScalarStyle::kLiteral);
  EXPECT_EQ(members[4].value.text, "x y");
  EXPECT_EQ(members[4].key.mark, (Mark{7, 1}));
  EXPECT_EQ(members[5].value.mark, (Mark{10, 4})) << "columns count characters";
}

TEST(DocumentTest, TextWithoutContentIsAnEmptyScalar) {
  for (const char* text : {"", "\n\n", "# only a comment\n", "---\n"}) {
    std::vector<Problem> problems;
    const auto root = ParseDocument(text, &problems);
    ASSERT_TRUE(root.has_value()) << text;
    EXPECT_EQ(root->kind, Node::Kind::kScalar) << text;
    EXPECT_EQ(root->text, "") << text;
  }
}

TEST(DocumentTest, WindowsLineEndsAndByteOrderMarkAreRead) {
  std::vector<Problem> problems;
  const auto root = ParseDocument(
      "\xEF\xBB\xBF"
      "a: 1\r\nb: x\r\n",
      &problems);
  ASSERT_TRUE(root.has_value());
  EXPECT_EQ(root->members[1].value.text, "x");
  EXPECT_EQ(root->members[1].value.mark, (Mark{2, 4}));
}

TEST(DocumentTest, SyntaxErrorsCarryTheirPlace) {
  EXPECT_THAT(ProblemOf("a: 1\n\tb: 2\n"), HasSubstr("f:1:4: not valid YAML: "));
  EXPECT_THAT(ProblemOf("a: [1, 2\n"), HasSubstr("f:2:1: not valid YAML: flow sequence"));
  EXPECT_THAT(ProblemOf("a: b: c\n"), HasSubstr("f:1:5: not valid YAML: "));
  EXPECT_THAT(ProblemOf("a: \"x\\q\"\n"), HasSubstr("f:1:6: not valid YAML: invalid escape"));
  EXPECT_THAT(ProblemOf("a: \"\\ud800\"\n"), HasSubstr("not valid YAML: "));
}

TEST(DocumentTest, TextsWithoutTheQuotesTheyNeedAreToldSo) {
  EXPECT_THAT(ProblemOf("title: {{ event.name }} is back\n"), HasSubstr("f:1:9: a key must be"));
  for (const char* title :
       {"{{ event.name }}", "[sale] now", "@you", "Sale: now", "`mug`", "- x"}) {
    EXPECT_THAT(ProblemOf(absl::StrCat("title: ", title, "\n")), HasSubstr("in quotes")) << title;
  }
  EXPECT_THAT(ProblemOf("a: \"{{ x | default: \"y\" }}\"\n"), HasSubstr("is written \\\""));
  EXPECT_THAT(ProblemOf("a: 'It's'\n"), HasSubstr("is written twice"));
  EXPECT_THAT(ProblemOf("a: { b: f(\"x\", \"y\") }\n"), HasSubstr("quotes of its own"));
  EXPECT_THAT(ProblemOf("a:\n  - b: 1\n    - c: 2\n"), HasSubstr("indented"));
}

TEST(DocumentTest, BytesThatAreNoTextAreRefused) {
  EXPECT_EQ(ProblemOf("a: 1\nb: \xff\n"), "f:2:1: this line is not valid UTF-8");
  EXPECT_THAT(ProblemOf(absl::string_view("a: b\0c\n", 7)), HasSubstr("f:1:5: control char"));
}

TEST(DocumentTest, KeysGivenTwiceAreRefused) {
  EXPECT_EQ(ProblemOf("a: 1\nb: 2\n\"a\": 3\n"), "f:3:2: \"a\" is given twice; first on line 1");
}

TEST(DocumentTest, WhatMakesDocumentsHardToReadIsRefused) {
  EXPECT_THAT(ProblemOf("a: &x 1\n"), HasSubstr("f:1:7: anchors"));
  EXPECT_THAT(ProblemOf("a: &x [1]\n"), HasSubstr("anchors"));
  EXPECT_THAT(ProblemOf("a: &x\n"), HasSubstr("anchors"));
  EXPECT_THAT(ProblemOf("a: *x\n"), HasSubstr("f:1:5: aliases"));
  EXPECT_THAT(ProblemOf("a: !!str 1\n"), HasSubstr("tags"));
  EXPECT_THAT(ProblemOf("a: !mine {}\n"), HasSubstr("tags"));
  EXPECT_THAT(ProblemOf("? [a]\n: 1\n"), HasSubstr("f:1:3: a key must be a name"));
  EXPECT_THAT(ProblemOf("a: 1\n---\nb: 2\n"), HasSubstr("f:2:1: a second document"));
}

TEST(DocumentTest, DepthIsBounded) {
  EXPECT_EQ(ProblemOf(std::string(64, '[') + std::string(64, ']')), "");
  EXPECT_THAT(ProblemOf(std::string(65, '[') + std::string(65, ']')),
              HasSubstr("f:1:65: nested deeper than 64"));
  EXPECT_THAT(ProblemOf(std::string(500'000, '[')), HasSubstr("nested deeper than 64"));
  std::string sequences;
  for (int i = 0; i < 10'000; ++i) sequences += "- ";
  EXPECT_THAT(ProblemOf(sequences), HasSubstr("nested deeper than 64"));
  std::string mappings;
  for (int i = 0; i < 500; ++i) absl::StrAppend(&mappings, std::string(i, ' '), "a:\n");
  EXPECT_THAT(ProblemOf(mappings), HasSubstr("f:65:65: nested deeper than 64"));
}

TEST(DocumentTest, SizeIsBounded) {
  EXPECT_EQ(ProblemOf(absl::StrCat("a: ", std::string(kTextBytesMax - 3, 'x'))), "");
  EXPECT_THAT(ProblemOf(std::string(kTextBytesMax + 1, ' ')), HasSubstr("at most 1048576"));
}

}  // namespace
}  // namespace usher::yaml
