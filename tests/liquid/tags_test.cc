#include "gtest/gtest.h"

#include "tests/support/liquid.h"

namespace usher::liquid {
namespace {

using support::ExpectRenders;

TEST(TagsTest, ConditionsChooseOneBranch) {
  ExpectRenders({
      {"{% if a %}1{% elsif b %}2{% else %}3{% endif %}", R"({"a": true, "b": true})", "1"},
      {"{% if a %}1{% elsif b %}2{% else %}3{% endif %}", R"({"b": true})", "2"},
      {"{% if a %}1{% elsif b %}2{% else %}3{% endif %}", "{}", "3"},
      {"{% if a %}1{% endif %}", "{}", ""},
      {"{% unless a %}1{% elsif b %}2{% else %}3{% endunless %}", "{}", "1"},
      {"{% unless a %}1{% elsif b %}2{% else %}3{% endunless %}", R"({"a": 1, "b": 1})", "2"},
      {"{% unless a %}1{% else %}3{% endunless %}", R"({"a": 1})", "3"},
      {"{% if a %}{% if b %}x{% else %}y{% endif %}{% endif %}", R"({"a": 1})", "y"},
  });
}

TEST(TagsTest, CaseComparesWithEveryValue) {
  ExpectRenders({
      {"{% case n %} {% when 1 %}one{% when 2, 3 or 4 %}few{% else %}many{% endcase %}",
       R"({"n": 3})", "few"},
      {"{% case n %}{% when 1 %}one{% else %}many{% endcase %}", R"({"n": 9})", "many"},
      {"{% case n %}{% when '1' %}text{% when 1 %}number{% endcase %}", R"({"n": 1})", "number"},
  });
}

TEST(TagsTest, LoopsWalkListsMapsAndRanges) {
  ExpectRenders({
      {"{% for p in l %}{{ p.n }};{% endfor %}", R"({"l": [{"n": 1}, {"n": 2}]})", "1;2;"},
      {"{% for p in l %}x{% else %}none{% endfor %}", R"({"l": []})", "none"},
      {"{% for p in unknown %}x{% else %}none{% endfor %}", "{}", "none"},
      {"{% for p in m %}{{ p[0] }}={{ p[1] }};{% endfor %}", R"({"m": {"a": 1, "b": 2}})",
       "a=1;b=2;"},
      {"{% for i in (1..n) %}{{ i }}{% endfor %}", R"({"n": 4})", "1234"},
      {"{% for i in (3..1) %}{{ i }}{% else %}none{% endfor %}", "{}", "none"},
      {"{% for c in 'text' %}[{{ c }}]{% endfor %}", "{}", "[text]"},
  });
}

TEST(TagsTest, LoopsTakeAPart) {
  const char* json = R"({"l": [1, 2, 3, 4, 5], "two": 2})";
  ExpectRenders({
      {"{% for i in l limit:2 %}{{ i }}{% endfor %}", json, "12"},
      {"{% for i in l limit: two offset: 3 %}{{ i }}{% endfor %}", json, "45"},
      {"{% for i in l offset:1, limit:2 %}{{ i }}{% endfor %}", json, "23"},
      {"{% for i in l reversed %}{{ i }}{% endfor %}", json, "54321"},
      {"{% for i in l reversed limit:2 offset:1 %}{{ i }}{% endfor %}", json, "32"},
      {"{% for i in l offset:9 %}{{ i }}{% else %}none{% endfor %}", json, "none"},
      {"{% for i in l limit:-1 %}{{ i }}{% else %}none{% endfor %}", json, "none"},
  });
}

TEST(TagsTest, ForloopKnowsTheTurn) {
  ExpectRenders({
      {"{% for i in l %}{{ forloop.index }}/{{ forloop.length }} {{ forloop.index0 }} "
       "{{ forloop.rindex }} {{ forloop.rindex0 }}{% unless forloop.last %}, {% endunless %}"
       "{% endfor %}",
       R"({"l": ["a", "b"]})", "1/2 0 2 1, 2/2 1 1 0"},
      {"{% for i in l %}{% for j in l %}{{ forloop.parentloop.index }}{{ forloop.index }} "
       "{% endfor %}{% endfor %}",
       R"({"l": ["a", "b"]})", "11 12 21 22 "},
      {"{{ forloop }}", R"({"forloop": "data"})", "data"},
  });
}

TEST(TagsTest, LoopsEndEarly) {
  const char* json = R"({"l": [1, 2, 3, 4]})";
  ExpectRenders({
      {"{% for i in l %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}.", json, "12."},
      {"{% for i in l %}{% if i == 3 %}{% continue %}{% endif %}{{ i }}{% endfor %}", json, "124"},
      {"{% for i in l %}{% for j in l %}{% break %}{% endfor %}{{ i }}{% endfor %}", json, "1234"},
  });
}

TEST(TagsTest, VariablesAreSetAndHideTheData) {
  ExpectRenders({
      {"{% assign a = 'x' | upcase %}{{ a }}", R"({"a": "data"})", "X"},
      {"{{ a }}{% assign a = 1 %}{{ a }}{% assign a = 2 %}{{ a }}", R"({"a": 0})", "012"},
      {"{% for i in l %}{% assign last = i %}{% endfor %}{{ last }}", R"({"l": [1, 2]})", "2"},
      {"{% for a in l %}{{ a }}{% endfor %}{{ a }}", R"({"l": [1, 2], "a": 9})", "129"},
      {"{% assign l = '1,2,3' | split: ',' %}{% for i in l %}{% assign l = 'x' | split: ',' %}"
       "{{ i }}{% endfor %}{{ l }}",
       "{}", "123x"},
      {"{% capture c %}a{{ n }}b{% endcapture %}{{ c | upcase }}", R"({"n": 1})", "A1B"},
      {"{% echo n | plus: 1 %}", R"({"n": 1})", "2"},
  });
}

TEST(TagsTest, CommentsAndRawTextAreNotRead) {
  ExpectRenders({
      {"a{% comment %}{{ x | nofilter }}{% if %}{% endcomment %}b", "{}", "ab"},
      {"a{% comment %}{% comment %}{% endcomment %}x{% endcomment %}b", "{}", "ab"},
      {"a{% # anything at all %}b", "{}", "ab"},
      {"{% raw %}{{ x }} {% if %} { {% endraw %}", "{}", "{{ x }} {% if %} { "},
      {"{% raw -%} x {%- endraw -%} |", "{}", " x |"},
      {"{% raw %}a {% b {% endraw %}", "{}", "a {% b "},
      {"a { b } % {x}", "{}", "a { b } % {x}"},
  });
}

TEST(TagsTest, DashesTakeWhiteSpace) {
  ExpectRenders({
      {"a \n {{- 1 -}} \n b", "{}", "a1b"},
      {"a {%- if true -%} b {%- endif -%} c", "{}", "abc"},
      {"a {{- 1 }} b", "{}", "a1 b"},
      {"a {{ 1 -}} {{- 2 }}", "{}", "a 12"},
      {"{%- assign x = 1 -%}\n{{ x }}", "{}", "1"},
  });
}

}  // namespace
}  // namespace usher::liquid
