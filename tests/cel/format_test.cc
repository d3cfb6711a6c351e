#include "cel/format.h"

#include <gtest/gtest.h>

#include "tests/cel/cel_case.h"

namespace usher::cel {
namespace {

std::string AsJson(absl::string_view expression) {
  Shop shop;
  const Program program = std::get<Program>(Program::Compile(expression, shop.environment()));
  const Result result = program.Evaluate(shop.activation());
  const absl::StatusOr<base::Value> converted = ToBase(result.value());
  return converted.ok() ? base::ToJson(*converted) : std::string(converted.status().message());
}

TEST(FormatTest, ValuesBecomeJson) {
  const std::vector<Case> cases = {{"event.quantity", "2"},
                                   {"event.price", "59.9"},
                                   {"event.order_id", "9007199254740993"},
                                   {"event.cart", R"({"id":"c-1","gift note":"hi"})"},
                                   {"{1: [null, true], 'a': 2u}", R"({"1":[null,true],"a":2})"},
                                   {"18446744073709551615u", R"("18446744073709551615")"},
                                   {"0.0 / 0.0", R"("NaN")"},
                                   {"b'\\xff'", R"("/w==")"},
                                   {"now", R"("2024-03-01T12:00:00Z")"},
                                   {"duration('1.5s')", R"("1.500s")"},
                                   {"type(1)", "a type is no value of JSON"},
                                   {"event.nothing", "no such key: nothing"}};
  for (const auto& [expression, expected] : cases) {
    EXPECT_EQ(AsJson(expression), expected) << expression;
  }
}

TEST(FormatTest, LongValuesAreShortened) {
  const std::string text = ToString(Value::String(std::string(5000, 'x')));
  EXPECT_LT(text.size(), 300u);
  EXPECT_EQ(text.substr(text.size() - 3), "...");
  const std::vector<Value> many(5000, Value::Int(12345));
  const std::string list = ToString(Value::List(many.data(), many.size()));
  EXPECT_LT(list.size(), 300u);
  EXPECT_EQ(list.substr(list.size() - 6), ", ...]");
}

TEST(FormatTest, DoublesReadBackTheSame) {
  const std::vector<std::pair<double, std::string>> cases = {
      {0.1, "0.1"},           {-0.0, "0"},
      {100000, "100000"},     {12345678901.0, "12345678901"},
      {1e21, "1e+21"},        {9223372036854775808.0, "9223372036854776000"},
      {-123.456, "-123.456"}, {1.5e-7, "1.5e-7"},
      {1e-6, "0.000001"},     {5e-324, "5e-324"}};
  for (const auto& [value, expected] : cases) EXPECT_EQ(FormatDouble(value), expected);
}

}  // namespace
}  // namespace usher::cel
