#include "gtest/gtest.h"

#include "tests/support/liquid.h"

namespace usher::liquid {
namespace {

using support::ExpectRenders;

TEST(CompileTest, ErrorsNamePlaceAndNearestName) {
  ExpectRenders({
      {"a\nb {{ x | upcas }}", "{}",
       "compile 2:10: unknown filter \"upcas\"; did you mean \"upcase\"?"},
      {"é {{ x | qqqqqq }}", "{}", "compile 1:10: unknown filter \"qqqqqq\""},
      {"\n\n  {% fro x in y %}", "{}", "compile 3:3: unknown tag \"fro\"; did you mean \"for\"?"},
      {"{% if a %}{% elseif b %}{% endif %}", "{}",
       "compile 1:11: unknown tag \"elseif\"; did you mean \"elsif\"?"},
      {"{% %}", "{}", "compile 1:1: a tag needs a name: {% if ... %}"},
  });
}

TEST(CompileTest, BlocksHaveToMatch) {
  ExpectRenders({
      {"x {% if a %} y", "{}", "compile 1:3: {% if %} is never closed; {% endif %} is missing"},
      {"{% if a %}{% for b in c %}{% endif %}", "{}",
       "compile 1:27: {% endif %} is out of place; expected {% else %} or {% endfor %}"},
      {"{% endif %}", "{}", "compile 1:1: {% endif %} closes nothing that is open"},
      {"{% else %}", "{}", "compile 1:1: {% else %} closes nothing that is open"},
      {"{% if a %}{% else %}{% else %}{% endif %}", "{}",
       "compile 1:21: {% else %} is out of place; expected {% endif %}"},
      {"{% raw %}{{ x }}", "{}", "compile 1:1: {% raw %} is never closed; {% endraw %} is missing"},
      {"{% comment %}", "{}",
       "compile 1:1: {% comment %} is never closed; {% endcomment %} is missing"},
      {"{% break now %}", "{}", "compile 1:10: expected nothing more, found \"now\""},
  });
}

TEST(CompileTest, BracesHaveToClose) {
  ExpectRenders({
      {"ab {{ x", "{}", "compile 1:4: this {{ is never closed with }}"},
      {"ab\n{% if x }}", "{}", "compile 2:1: this {% is never closed with %}"},
      {"{{", "{}", "compile 1:1: this {{ is never closed with }}"},
  });
}

TEST(CompileTest, ExpressionsAreChecked) {
  ExpectRenders({
      {"{{ | upcase }}", "{}", "compile 1:4: expected a value, found \"|\""},
      {"{{ a b }}", "{}", "compile 1:6: expected nothing more, found \"b\""},
      {"{{ a. }}", "{}", "compile 1:6: expected a name, found the end"},
      {"{{ a[1 }}", "{}", "compile 1:7: expected \"]\", found the end"},
      {"{{ 'a }}", "{}", "compile 1:4: expected a value, found a text that is never closed"},
      {"{{ a | }}", "{}", "compile 1:7: expected the name of a filter, found the end"},
      {"{{ a | truncate: }}", "{}", "compile 1:17: expected a value, found the end"},
      {"{{ a | append }}", "{}", "compile 1:8: filter \"append\" takes 1 argument, found 0"},
      {"{{ a | replace: 1, 2, 3 }}", "{}",
       "compile 1:8: filter \"replace\" takes 1 to 2 arguments, found 3"},
      {"{{ a | upcase: 1 }}", "{}", "compile 1:8: filter \"upcase\" takes 0 arguments, found 1"},
      {"{{ a | upcase: by: 1 }}", "{}", "compile 1:16: filter \"upcase\" has no argument \"by\""},
      {"{% if a = b %}{% endif %}", "{}", "compile 1:9: expected nothing more, found \"=\""},
      {"{% if a == %}{% endif %}", "{}", "compile 1:11: expected a value, found the end"},
      {"{% if %}{% endif %}", "{}", "compile 1:7: expected a value, found the end"},
      {"{% for a of b %}{% endfor %}", "{}", "compile 1:10: expected \"in\", found \"of\""},
      {"{% for a in b limits:1 %}{% endfor %}", "{}",
       "compile 1:15: expected limit, offset or reversed, found \"limits\""},
      {"{% assign a b %}", "{}", "compile 1:13: expected \"=\", found \"b\""},
      {"{{ a & b }}", "{}", "compile 1:6: expected nothing more, found \"&\""},
  });
}

}  // namespace
}  // namespace usher::liquid
