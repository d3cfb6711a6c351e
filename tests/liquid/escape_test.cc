#include "gtest/gtest.h"

#include "tests/support/liquid.h"

namespace usher::liquid {
namespace {

using support::ExpectRenders;

RenderOptions With(Escape escape) {
  RenderOptions options;
  options.escape = escape;
  return options;
}

constexpr char kData[] = R"({"v": "<a> & \"b\"\n", "l": ["<", 1], "n": 5, "m": {"k": "<"}})";

TEST(EscapeTest, NothingIsEscapedForPlainText) {
  ExpectRenders({{"<b>{{ v }}</b>", kData, "<b><a> & \"b\"\n</b>"}});
}

TEST(EscapeTest, OutputsAreEscapedForHtmlAndTextIsNot) {
  ExpectRenders(
      {
          {"<b>{{ v }}</b>", kData, "<b>&lt;a&gt; &amp; &quot;b&quot;\n</b>"},
          {"{{ l }}{{ m }}", kData, "&lt;1{&quot;k&quot;=&gt;&quot;&lt;&quot;}"},
          {"{{ v | raw }}", kData, "<a> & \"b\"\n"},
          {"{{ '<' | escape }}{{ '<' | escape_once }}", kData, "&lt;&lt;"},
          {"{{ '<' | raw | append: '>' }}", kData, "&lt;&gt;"},
          {"{{ l | json }}", kData, "[&quot;&lt;&quot;,1]"},
      },
      With(Escape::kHtml));
}

TEST(EscapeTest, OutputsAreEscapedInsideJsonStrings) {
  ExpectRenders(
      {
          {R"({"t": "{{ v }}", "n": {{ n }}, "j": {{ v | json }}})", kData,
           R"({"t": "<a> & \"b\"\n", "n": 5, "j": "<a> & \"b\"\n"})"},
          {R"("{{ '"' | escape }}")", kData, R"("&quot;")"},
          {R"({{ v | raw }})", kData, "<a> & \"b\"\n"},
      },
      With(Escape::kJson));
}

TEST(EscapeTest, CapturedTextIsNotEscapedTwice) {
  ExpectRenders(
      {
          {"{% capture c %}<i>{{ v }}</i>{% endcapture %}{{ c }}", R"({"v": "<"})", "<i>&lt;</i>"},
          {"{% assign c = v %}{{ c }}", R"({"v": "<"})", "&lt;"},
          {"{% assign c = v | raw %}{{ c }}", R"({"v": "<"})", "<"},
      },
      With(Escape::kHtml));
}

}  // namespace
}  // namespace usher::liquid
