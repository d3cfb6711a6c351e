#include "gtest/gtest.h"

#include "tests/support/liquid.h"

namespace usher::liquid {
namespace {

using support::ExpectRenders;

TEST(FiltersTest, TextFilters) {
  ExpectRenders({
      {"{{ 'Ada é ж' | upcase }}", "{}", "ADA É Ж"},
      {"{{ 'ADA ÉŒ ЖЁ' | downcase }}", "{}", "ada éœ жё"},
      {"{{ 'éCOLE de' | capitalize }}", "{}", "École de"},
      {"[{{ '  x  ' | strip }}{{ '  x  ' | lstrip }}{{ '  x  ' | rstrip }}]", "{}", "[xx    x]"},
      {"{{ 'a' | append: 'b' | prepend: 1 }}", "{}", "1ab"},
      {"{{ 'a-b-c' | replace: '-', '+' }}{{ 'aa' | replace: 'a' }}", "{}", "a+b+c"},
      {"{{ 'a-b-c' | remove: '-' }}", "{}", "abc"},
      {"{{ 'aaa' | replace: '', 'x' }}", "{}", "xaxaxax"},
      {"{{ 12 | append: '%' }}{{ unknown | append: '!' }}", "{}", "12%!"},
      {"{{ 'a b&c/ü~' | url_encode }}", "{}", "a+b%26c%2F%C3%BC~"},
  });
}

TEST(FiltersTest, TruncateCountsCharactersAndItsEnding) {
  ExpectRenders({
      {"{{ 'Ground control' | truncate: 9 }}", "{}", "Ground..."},
      {"{{ 'Ground' | truncate: 6 }}", "{}", "Ground"},
      {"{{ 'éééééé' | truncate: 5, '…' }}", "{}", "éééé…"},
      {"{{ 'Ground' | truncate: 3, '' }}", "{}", "Gro"},
      {"{{ 'Ground' | truncate: 1 }}", "{}", "..."},
      {"{{ '123456789 123456789 123456789 123456789 123456789 123' | truncate }}", "{}",
       "123456789 123456789 123456789 123456789 1234567..."},
  });
}

TEST(FiltersTest, EscapingFilters) {
  ExpectRenders({
      {"{{ v | escape }}", R"({"v": "<b>\"&amp;'"})", "&lt;b&gt;&quot;&amp;amp;&#39;"},
      {"{{ v | escape_once }}", R"({"v": "<b> &amp; & &#39; &x"})",
       "&lt;b&gt; &amp; &amp; &#39; &amp;x"},
      {"{{ v | json }}", R"({"v": {"a": [1, "\""]}})", R"({"a":[1,"\""]})"},
  });
}

TEST(FiltersTest, DefaultStandsInForWhatSaysNothing) {
  ExpectRenders({
      {"{{ unknown | default: 'x' }}", "{}", "x"},
      {"{{ v | default: 'x' }}", R"({"v": ""})", "x"},
      {"{{ v | default: 'x' }}", R"({"v": []})", "x"},
      {"{{ v | default: 'x' }}", R"({"v": false})", "x"},
      {"{{ v | default: 'x', allow_false: true }}", R"({"v": false})", "false"},
      {"{{ v | default: 'x' }}", R"({"v": 0})", "0"},
      {"{{ v | default: w | upcase }}", R"({"w": "w"})", "W"},
  });
}

TEST(FiltersTest, ListFilters) {
  const char* json = R"({"l": ["a", "b", 3], "m": {"x": 1}, "e": []})";
  ExpectRenders({
      {"{{ l | size }} {{ m | size }} {{ 'é!' | size }} {{ 7 | size }}", json, "3 1 2 8"},
      {"{{ l | first }}{{ l | last }}[{{ e | first }}]{{ 'a b' | split: ' ' | last }}", json,
       "a3[]b"},
      {"{{ l | join }}|{{ l | join: ', ' }}|{{ 'text' | join: '-' }}", json, "a b 3|a, b, 3|text"},
      {"{{ 'a,b,,' | split: ',' | join: '+' }}", json, "a+b"},
      {"{{ 'abc' | split: '' | join: '+' }}", json, "a+b+c"},
  });
}

TEST(FiltersTest, Arithmetic) {
  ExpectRenders({
      {"{{ 4 | plus: 2 }} {{ 4 | plus: 2.0 }} {{ '4' | plus: '2' }} {{ 'x' | plus: 1 }}", "{}",
       "6 6.0 6 1"},
      {"{{ 4 | minus: 5 }} {{ 3 | times: 2.5 }} {{ 0.1 | plus: 0.2 }}", "{}", "-1 7.5 0.3"},
      {"{{ 19.99 | times: 3 }} {{ 1.1 | times: 1.1 }}", "{}", "59.97 1.21"},
      {"{{ 7 | divided_by: 2 }} {{ -7 | divided_by: 2 }} {{ 7 | divided_by: 2.0 }}", "{}",
       "3 -4 3.5"},
      {"{{ 7 | modulo: 3 }} {{ -7 | modulo: 3 }} {{ 7.5 | modulo: 2 }}", "{}", "1 2 1.5"},
      {"{{ 1.2 | round }} {{ 2.5 | round }} {{ -2.5 | round }} {{ 7 | round }}", "{}", "1 3 -3 7"},
      {"{{ 183.357 | round: 2 }} {{ 1.005 | round: 2 }} {{ 2.0 | round: 2 }}", "{}",
       "183.36 1.01 2.0"},
      {"{{ 1.2 | floor }} {{ 1.2 | ceil }} {{ -3 | abs }} {{ -1.5 | abs }}", "{}", "1 2 3 1.5"},
      {"{{ 9223372036854775807 | plus: 1 }}", "{}", "9.223372036854776e+18"},
      {"a {{ 1 | divided_by: 0 }}", "{}", "render line 1, column 10: division by 0"},
      {"{{ 1.5 | modulo: 0 }}", "{}", "render line 1, column 10: division by 0"},
  });
}

TEST(FiltersTest, DatesAreShownInTheZone) {
  RenderOptions options;
  options.now = absl::FromUnixSeconds(1764320400);  // 2025-11-28T09:00:00Z, a Friday
  options.zone = absl::FixedTimeZone(3600);
  ExpectRenders(
      {
          {"{{ 'now' | date: '%Y-%m-%d %H:%M' }}", "{}", "2025-11-28 10:00"},
          {"{{ 'today' | date: '%A, %B %-d' }}", "{}", "Friday, November 28"},
          {"{{ 1764320400 | date: '%H:%M:%S.%L %z' }}", "{}", "10:00:00.000 +0100"},
          {"{{ '1764320400' | date: '%s %%' }}", "{}", "1764320400 %"},
          {"{{ d | date: '%b %d, %y %l%P' }}", R"({"d": "2025-12-01T23:30:00Z"})",
           "Dec 02, 25 12am"},
          {"{{ d | date: '%F %R' }}", R"({"d": "2025-12-01 08:05"})", "2025-12-01 08:05"},
          {"{{ d | date: '%a %e' }}", R"({"d": "2025-12-01"})", "Mon  1"},
          {"{{ 'soon' | date: '%Y' }}|{{ unknown | date: '%Y' }}", "{}", "soon|"},
          {"{{ 'infinite-future' | date: '%Y' }}", "{}", "infinite-future"},
          {"{{ 'now' | date: '' }}", "{}", "now"},
      },
      options);
}

}  // namespace
}  // namespace usher::liquid
