// The strings extension beyond what the cases of the standard cover.

#include <gtest/gtest.h>

#include "tests/cel/cel_case.h"

namespace usher::cel {
namespace {

void ExpectAll(const std::vector<Case>& cases) {
  const Shop shop;
  for (const auto& [expression, expected] : cases) {
    EXPECT_EQ(shop.Evaluate(expression), expected) << expression;
  }
}

TEST(TextExtensionTest, PositionsAreThoseOfCodePoints) {
  ExpectAll({{"'Grün😀'.charAt(4)", "\"😀\""},
             {"'Grün😀'.charAt(5)", "\"\""},
             {"'Grün'.charAt(5)", "error: the text has no position: 5"},
             {"'Grün😀a'.indexOf('a')", "5"},
             {"'abcabc'.lastIndexOf('abc', 2)", "0"},
             {"'abcabc'.indexOf('', 6)", "6"},
             {"'abcabc'.indexOf('a', 6)", "error: the text has no position: 6"},
             {"'Grün😀a'.substring(2, 5)", "\"ün😀\""},
             {"'abc'.substring(2, 1)", "error: the part ends before it starts: 2 to 1"},
             {"'Grün😀'.reverse()", "\"😀nürG\""}});
}

TEST(TextExtensionTest, LimitsOfSplitAndReplaceKeepTheRest) {
  ExpectAll({{"'a b c'.split(' ', 2)", "[\"a\", \"b c\"]"},
             {"'a b c'.split(' ', -1)", "[\"a\", \"b\", \"c\"]"},
             {"'aü'.split('')", "[\"a\", \"ü\"]"},
             {"'aüb'.split('', 2)", "[\"a\", \"üb\"]"},
             {"''.split('')", "[]"},
             {"''.split(',')", "[\"\"]"},
             {"'a,'.split(',')", "[\"a\", \"\"]"},
             {"'aaa'.replace('a', 'b', 2)", "\"bba\""},
             {"'aaa'.replace('a', 'b', 0)", "\"aaa\""},
             {"'aü'.replace('', '-')", "\"-a-ü-\""},
             {"'aü'.replace('', '-', 2)", "\"-a-ü\""},
             {"''.replace('', '-')", "\"-\""}});
}

TEST(TextExtensionTest, OnlyListsOfTextsJoin) {
  ExpectAll({{"event.tags.join(', ')", "\"winter, sale\""},
             {"[].join(',')", "\"\""},
             {"['a', event.price].join()", "error: no such overload: join of a list(double)"},
             {"[1].join()", "invalid: no such overload: list(int).join()"}});
}

TEST(TextExtensionTest, FormatsSayWhatIsWrong) {
  ExpectAll(
      {{"'%s %d %.2f'.format([event.sku, event.quantity, event.price])", "\"BOOT-7 2 59.90\""},
       {"'%s'.format([{'b': 1, 'a': [true, null]}])", "\"{a: [true, null], b: 1}\""},
       {"'%x %X %o %b'.format([-255, 255u, 8, 5])", "\"-ff FF 10 101\""},
       {"'%d'.format([1.5])", "error: format: %d does not take a double"},
       {"'%q'.format([1])", "error: format: no clause %q; there are %s %d %f %e %b %o %x %X"},
       {"'%'.format([])", "error: format: the text ends within a clause"},
       {"'%s'.format([])", "error: format: the list has only 0 values"},
       {"'%s'.format([1, 2])", "error: format: the list has 2 values for 1 clauses"},
       {"'%.101f'.format([1.0])", "error: format: at most 100 digits after the point"}});
}

TEST(TextExtensionTest, WorkOnLongTextsIsPaidFor) {
  const Shop shop;
  std::string text = "'" + std::string(4000, 'a') + "'";
  EXPECT_EQ(shop.Evaluate(text + ".split('').map(a, " + text + ".replace('', a)).size() > 0"),
            "error: the evaluation costs more than it may");
}

}  // namespace
}  // namespace usher::cel
