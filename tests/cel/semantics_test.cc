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

TEST(SemanticsTest, LiteralsMeanThemselves) {
  ExpectAll({{"null", "null"},
             {"true", "true"},
             {"0x1F", "31"},
             {"-0x1f", "-31"},
             {"18446744073709551615u", "18446744073709551615u"},
             {"-9223372036854775808", "-9223372036854775808"},
             {".5e1", "5"},
             {"1.5e-3", "0.0015"},
             {R"('a\n\x41\u00fc\U0001F600\101')", R"("a\nAü😀A")"},
             {R"('\ud83d\ude00')", R"("😀")"},
             {R"(r'\d')", R"("\\d")"},
             {"'''a\n'b'''", R"("a\n'b")"},
             {R"(b'\xff\377' == b'\377\xFF')", "true"},
             {R"(b"ü" == b'\xc3\xbc')", "true"},
             {"// a comment\n1 // another", "1"}});
}

TEST(SemanticsTest, OperatorsBindAsTheStandardSays) {
  ExpectAll({{"1 + 2 * 3", "7"},
             {"(1 + 2) * 3", "9"},
             {"10 - 4 - 3", "3"},
             {"100 / 10 / 5", "2"},
             {"7 % 4 * 2", "6"},
             {"-7 % 4", "-3"},
             {"true || false && false", "true"},
             {"false && false || true", "true"},
             {"1 < 2 == true", "true"},
             {"!true == false", "true"},
             {"!!true", "true"},
             {"--3", "3"},
             {"true ? 1 : false ? 2 : 3", "1"},
             {"false ? 1 : false ? 2 : 3", "3"},
             {"1 + 1 in [2]", "true"},
             {"-[1, 2][1]", "-2"}});
}

TEST(SemanticsTest, AnOperandThatDecidesAbsorbsErrorsInAnyOrder) {
  ExpectAll({{"false && event.nothing", "false"},
             {"event.nothing && false", "false"},
             {"true || event.nothing", "true"},
             {"event.nothing || true", "true"},
             {"event.nothing && true", "error: no such key: nothing"},
             {"false || event.nothing", "error: no such key: nothing"},
             {"event.nothing && event.none && event.paid == false", "false"},
             {"event.sku && false", "false"},
             {"event.sku || false", "error: no such overload: ||string"},
             {"true ? 1 : 1 / 0", "1"},
             {"event.nothing ? 1 : 2", "error: no such key: nothing"},
             {"[1, 2, 0].exists(x, 4 / x == 2)", "true"},
             {"[0, 2].all(x, 4 / x == 3)", "false"},
             {"[0, 2].all(x, 4 / x == 2)", "error: division by zero"},
             {"[0, 2].exists_one(x, 4 / x == 2)", "error: division by zero"}});
}

TEST(SemanticsTest, IntegersNeverWrap) {
  const std::string overflow = "error: the result does not fit 64 bits";
  ExpectAll({{"9223372036854775807 + 1", overflow},
             {"-9223372036854775808 - 1", overflow},
             {"-(-9223372036854775808)", overflow},
             {"9223372036854775807 * 2", overflow},
             {"-9223372036854775808 / -1", overflow},
             {"-9223372036854775808 % -1", "0"},
             {"1u - 2u", overflow},
             {"18446744073709551615u + 1u", overflow},
             {"1 / 0", "error: division by zero"},
             {"1u % 0u", "error: division by zero"},
             {"1.0 / 0.0", "Infinity"},
             {"1e308 * 10.0", "Infinity"}});
}

TEST(SemanticsTest, NumbersCompareAcrossKindsButDoNotMix) {
  ExpectAll({{"event.quantity == 2", "true"},
             {"event.quantity == 2u", "true"},
             {"event.quantity == 2.0", "true"},
             {"event.price > 59", "true"},
             {"dyn(1) < 2u", "true"},
             {"dyn(-1) < 18446744073709551615u", "true"},
             {"dyn(1.0) == 1", "true"},
             {"event.quantity in [1, 2]", "true"},
             {"{1: 'a'}[dyn(1.0)]", "\"a\""},
             {"event.tags[event.quantity - 1.0]", "\"sale\""},
             {"event.order_id == 9007199254740993", "true"},
             {"event.order_id == 9007199254740992", "false"},
             {"event.quantity + 2.0", "4"},
             {"dyn(2.0) + 2",
              "error: no such overload: double + int; write 2.0 for a double, or convert, as in "
              "double(value)"},
             {"event.sku == 2", "false"},
             {"event.sku < 2", "error: no such overload: string < int"},
             {"0.0 / 0.0 == 0.0 / 0.0", "false"},
             {"0.0 / 0.0 != 0.0 / 0.0", "true"}});
}

TEST(SemanticsTest, NumbersOfJsonTakePartInAnyArithmetic) {
  ExpectAll(
      {{"event.quantity + 2", "4"},
       {"2u * event.quantity", "4"},
       {"event.price - 1", "58.9"},
       {"5 / event.quantity", "2.5"},
       {"type(event.quantity + 2) == double", "true"},
       {"event.quantity * event.price * 2", "239.6"},
       {"-event.quantity + 1", "-1"},
       {"5 % event.quantity", "1"},
       {"event.price % 2", "error: no such overload: double % int"},
       {"event.quantity % 0", "error: division by zero"},
       {"'abcd'.substring(event.quantity)", "\"cd\""},
       {"'abcd'.substring(event.price)", "error: no such overload: substring(string, double)"},
       {"event.sku + 2", "error: no such overload: string + int"},
       {"event.order_id + 1", "9007199254740994"},
       {"event.order_id + 1.0", "9007199254740992"}});
}

TEST(SemanticsTest, TextsAreCodePoints) {
  ExpectAll(
      {{"size('Grün')", "4"},
       {"event.name.size()", "10"},
       {"size(bytes('Grün'))", "5"},
       {"size('😀')", "1"},
       {"event.name.contains('ün &')", "true"},
       {"event.sku.startsWith('BOOT') && event.sku.endsWith('-7')", "true"},
       {"event.sku.matches('^[A-Z]+-[0-9]$')", "true"},
       {"event.sku.matches('oot')", "false"},
       {"matches(event.sku, 'OO' + 'T')", "true"},
       {"event.sku.matches('(' + event.sku)", "error: not a valid pattern: missing ): (BOOT-7"},
       {"'ab' < 'b' && 'Z' < 'a'", "true"},
       {"'a' + 'ü'", "\"aü\""},
       {"event.price.contains('5')", "error: no such overload: contains(double, string)"}});
}

TEST(SemanticsTest, ConversionsRefuseWhatDoesNotFit) {
  ExpectAll({{"int(event.quantity) + 2", "4"},
             {"int(-2.9)", "-2"},
             {"int('-12')", "-12"},
             {"int(' 12')", "error: not an int: \" 12\""},
             {"int(1e19)", "error: does not fit an int: 10000000000000000000"},
             {"int(0.0 / 0.0)", "error: does not fit an int: NaN"},
             {"uint(-1)", "error: does not fit a uint: -1"},
             {"uint(3.7)", "3u"},
             {"double('1.5')", "1.5"},
             {"string(2.0)", "\"2\""},
             {"string(1e21)", "\"1e+21\""},
             {"string(event.order_id)", "\"9007199254740993\""},
             {"string(7u)", "\"7\""},
             {"string(b'\\xff')", "error: not UTF-8: b\"\\xff\""},
             {"bool('True')", "true"},
             {"bool('yes')", "error: not a bool: \"yes\""},
             {"type(event.quantity) == double", "true"},
             {"type([1]) == list && type({}) == map && type(null) == null_type", "true"},
             {"type(type(1)) == type", "true"},
             {"type(now) == google.protobuf.Timestamp", "true"}});
}

TEST(SemanticsTest, CollectionsAreReadByIndexKeyAndMember) {
  ExpectAll({{"[1, 2, 3][1]", "2"},
             {"[1, 2, 3][3]", "error: the list has no element: 3"},
             {"[1][-1]", "error: the list has no element: -1"},
             {"event.tags[0]", "\"winter\""},
             {"event['cart']['id']", "\"c-1\""},
             {"event.cart.`gift note`", "\"hi\""},
             {"event.cart.nothing", "error: no such key: nothing"},
             {"event.price.cents", "error: only a map has members, this is a: double"},
             {"event.coupon == null", "true"},
             {"has(event.coupon)", "true"},
             {"has(event.nothing)", "false"},
             {"has(event.nothing.deep)", "error: no such key: nothing"},
             {"{'a': 1, 'b': 2}.b", "2"},
             {"{'a': 1, 'a': 2}", "error: the map has this key twice: \"a\""},
             {"{1: 'x'} == {1u: 'x'}",
              "invalid: no such overload: map(int, string) == map(uint, "
              "string)"},
             {"dyn({1: 'x'}) == {1u: 'x'}", "true"},
             {"[1, 2] + [3]", "[1, 2, 3]"},
             {"event.tags == ['winter', 'sale']", "true"},
             {"event.cart == {'gift note': 'hi', 'id': 'c-1'}", "true"},
             {"'sale' in event.tags", "true"},
             {"'id' in event.cart", "true"},
             {"size(event.items)", "2"},
             {"size(event.cart)", "2"}});
}

TEST(SemanticsTest, MacrosGoOverElementsAndKeys) {
  ExpectAll({{"event.items.all(item, item.price >= 10)", "true"},
             {"event.items.exists(item, item.sku == 'B')", "true"},
             {"event.items.exists_one(item, item.price > 20)", "true"},
             {"event.items.filter(item, item.price > 20).map(item, item.sku)", "[\"B\"]"},
             {"event.items.map(item, item.price > 20, item.sku)", "[\"B\"]"},
             {"event.cart.exists(key, key == 'id')", "true"},
             {"[].all(x, x > 0)", "true"},
             {"[].exists(x, x > 0)", "false"},
             {"[[1, 2], [3]].map(xs, xs.map(x, x * size(xs)))", "[[2, 4], [3]]"},
             {"[1].map(event, event + 1)", "[2]"},
             {"event.items.all(item, item.price)", "error: no such overload: all(double)"},
             {"event.price.all(x, true)", "error: no such overload: macro over(double)"}});
}

}  // namespace
}  // namespace usher::cel
