#include "gtest/gtest.h"

#include "tests/support/liquid.h"

namespace usher::liquid {
namespace {

using support::ExpectRenders;
using support::RenderLiquid;

constexpr char kData[] = R"({
  "customer": {"name": "Ada", "first": "named first", "tags": ["a", "b"]},
  "event": {"products": [{"name": "Shoe", "price": 12.5}, {"name": "Hat", "price": 7}]},
  "n": 3, "f": 1.0, "big": 1e20, "tiny": 0.00001, "yes": true, "no": false, "nothing": null,
  "text": "héllo", "key": "name", "dashed-name": "d", "list": [1, [2, 3]], "none": []
})";

TEST(ValuesTest, PathsReachIntoMapsAndLists) {
  ExpectRenders({
      {"Hi {{ customer.name }}!", kData, "Hi Ada!"},
      {"{{customer.name}}", kData, "Ada"},
      {"{{ event.products[0].name }}", kData, "Shoe"},
      {"{{ event.products[-1].name }}", kData, "Hat"},
      {"{{ event['products'][1][\"price\"] }}", kData, "7"},
      {"{{ customer[key] }}", kData, "Ada"},
      {"{{ event.products[customer.none].name }}", kData, ""},
      {"{{ dashed-name }}", kData, "d"},
  });
}

TEST(ValuesTest, SizeFirstAndLastAreComputedUnlessThereIsSuchAMember) {
  ExpectRenders({
      {"{{ event.products.size }}", kData, "2"},
      {"{{ event.products.first.name }} {{ event.products.last.name }}", kData, "Shoe Hat"},
      {"{{ text.size }}", kData, "5"},
      {"{{ customer.first }}", kData, "named first"},
      {"{{ none.first }}|{{ n.size }}|{{ event.products['size'] }}", kData, "|8|"},
  });
}

TEST(ValuesTest, MissingVariablesShowNothing) {
  ExpectRenders({
      {"[{{ unknown }}]", kData, "[]"},
      {"[{{ unknown.deep[3].er }}]", kData, "[]"},
      {"[{{ nothing }}]", kData, "[]"},
      {"[{{ event.products[7].name }}]", kData, "[]"},
  });
}

TEST(ValuesTest, StrictRenderingNamesWhatIsMissing) {
  RenderOptions strict;
  strict.strict = true;
  ExpectRenders(
      {
          {"a\n {{ customer.nam }}", kData, "render line 2, column 5: customer.nam is missing"},
          {"{{ unknown | upcase }}", kData, "render line 1, column 4: unknown is missing"},
          {"{{ 'a' | append: unknown }}", kData, "render line 1, column 18: unknown is missing"},
          {"{% for x in unknown %}{% endfor %}", kData,
           "render line 1, column 13: unknown is missing"},
          {"{{ unknown | default: 'x' }}", kData, "x"},
          {"{% if unknown %}a{% else %}b{% endif %}", kData, "b"},
          {"[{{ nothing }}]", kData, "[]"},
      },
      strict);
}

TEST(ValuesTest, LiteralsAndValuesPrintAsLiquidDoes) {
  ExpectRenders({
      {"{{ 'a' }}{{ \"b'c\" }}", kData, "ab'c"},
      {"{{ 1 }} {{ -7 }} {{ 1.50 }} {{ -0.5 }}", kData, "1 -7 1.5 -0.5"},
      {"{{ true }} {{ false }} [{{ nil }}{{ null }}{{ empty }}{{ blank }}]", kData,
       "true false []"},
      {"{{ n }} {{ f }} {{ big }} {{ tiny }} {{ yes }}", kData, "3 1.0 1.0e+20 1.0e-05 true"},
      {"{{ list }}", kData, "123"},
      {"{{ customer.tags }}", kData, "ab"},
      {"{{ event.products[1] }}", kData, R"({"name"=>"Hat", "price"=>7})"},
      {"{{ (1..3) }}", kData, "1..3"},
  });
}

TEST(ValuesTest, ComparisonsFollowLiquid) {
  const struct {
    const char* condition;
    bool holds;
  } cases[] = {
      {"n == 3", true},
      {"n == 3.0", true},
      {"n == '3'", false},
      {"n != 4", true},
      {"n <> 3", false},
      {"n > 2 and n < 4", true},
      {"n >= 3 and n <= 2", false},
      {"'abc' < 'abd'", true},
      {"unknown < 4", false},
      {"unknown == nil", true},
      {"text contains 'éll'", true},
      {"text contains 'x'", false},
      {"customer.tags contains 'b'", true},
      {"customer.tags contains 'ab'", false},
      {"none == empty", true},
      {"text == empty", false},
      {"'' == blank", true},
      {"'  ' == blank", true},
      {"'  ' == empty", false},
      {"unknown == blank", true},
      {"no == blank", true},
      {"empty", true},
      {"''", true},
      {"0", true},
      {"no", false},
      {"nothing", false},
  };
  for (const auto& c : cases) {
    const std::string text =
        absl::StrCat("{% if ", c.condition, " %}true{% else %}false{% endif %}");
    EXPECT_EQ(RenderLiquid(text, kData), c.holds ? "true" : "false") << c.condition;
  }
}

TEST(ValuesTest, ATextAndANumberHaveNoOrder) {
  ExpectRenders({
      {"a {% if '3' < 4 %}y{% endif %}", "{}",
       "render line 1, column 9: cannot compare a text with a number"},
      {"{% if nil < 4 or true < 4 or '3' == 4 %}y{% else %}n{% endif %}", "{}", "n"},
  });
}

TEST(ValuesTest, AndAndOrAreReadFromTheRight) {
  ExpectRenders({
      {"{% if false and false or true %}y{% else %}n{% endif %}", "{}", "n"},
      {"{% if true or false and false %}y{% else %}n{% endif %}", "{}", "y"},
      {"{% if false or true and true %}y{% else %}n{% endif %}", "{}", "y"},
  });
}

TEST(ValuesTest, DataHasToBeAMap) {
  EXPECT_EQ(RenderLiquid("x", "[]"), "render the data is no map");
}

}  // namespace
}  // namespace usher::liquid
