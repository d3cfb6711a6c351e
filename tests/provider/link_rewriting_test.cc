#include "provider/link_rewriting.h"

#include <random>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace usher::provider {
namespace {

std::string Marked(absl::string_view url) { return absl::StrCat("[", url, "]"); }
std::string Html(absl::string_view html) { return RewriteHtmlLinks(html, Marked); }
std::string Text(absl::string_view text) { return RewriteTextLinks(text, Marked); }

TEST(LinkRewritingTest, TargetsOfLinksAreRewrittenHoweverTheyAreWritten) {
  EXPECT_EQ(Html("<a href=\"https://a.test/\">A</a>"), "<a href=\"[https://a.test/]\">A</a>");
  EXPECT_EQ(Html("<A\n class='x' HREF = 'http://a.test/'>"),
            "<A\n class='x' HREF = \"[http://a.test/]\">");
  EXPECT_EQ(Html("<a href=https://a.test/b>B</a>"), "<a href=\"[https://a.test/b]\">B</a>");
  EXPECT_EQ(Html("<area shape=rect href=\" https://a.test \" />"),
            "<area shape=rect href=\"[https://a.test]\" />");
  EXPECT_EQ(Html("<a title='a > b' href='https://a.test'>"),
            "<a title='a > b' href=\"[https://a.test]\">");
}

TEST(LinkRewritingTest, EntitiesInTargetsStandForWhatTheyMean) {
  EXPECT_EQ(Html("<a href=\"https://a.test/?a=1&amp;b=2&#38;c=3&d=4\">"),
            "<a href=\"[https://a.test/?a=1&amp;b=2&amp;c=3&amp;d=4]\">");
}

TEST(LinkRewritingTest, AllElseInHtmlStaysAsItIs) {
  for (const char* html : {"",
                           "text https://a.test/",
                           "<img src=\"https://a.test/i.png\">",
                           "<a href=\"mailto:a@b.test\">",
                           "<a href=\"%unsubscribe_url%\">",
                           "<a href=\"#top\">",
                           "<!-- <a href=\"https://a.test/\"> -->",
                           "<abbr href=\"https://a.test/\">",
                           "<link href=\"https://a.test/s.css\">",
                           "<a data-href=\"https://a.test/\">",
                           "<a",
                           "<a ",
                           "<a href",
                           "<a href=",
                           "<a href=\"https://a.test/",
                           "<!--",
                           "a < b > c",
                           "<a =\"x\">",
                           "<a name=\"href=https://a.test/\">",
                           "<a href>text</a>"}) {
    EXPECT_EQ(Html(html), html);
  }
}

TEST(LinkRewritingTest, UrlsInTextEndWhereTheyEnd) {
  EXPECT_EQ(Text("See https://a.test/x?y=1."), "See [https://a.test/x?y=1].");
  EXPECT_EQ(Text("(http://a.test/x), <https://b.test>\nHTTPS://C.TEST/"),
            "([http://a.test/x]), <[https://b.test]>\n[HTTPS://C.TEST/]");
  EXPECT_EQ(Text("https://a.test/wiki_(x)"), "[https://a.test/wiki_(x)]");
  EXPECT_EQ(Text("„https://a.test/“"), "„[https://a.test/]“");
}

TEST(LinkRewritingTest, AllElseInTextStaysAsItIs) {
  for (const char* text : {"", "a.test/x", "xhttps://a.test", "http:/a.test", "ftp://a.test",
                           "mailto:a@b.test", "https:", "%unsubscribe_url%"}) {
    EXPECT_EQ(Text(text), text);
  }
}

// Whatever is put together of what links are made of, but has none, comes out as it went in.
TEST(LinkRewritingTest, NoByteIsLostHoweverBrokenTheHtmlIs) {
  constexpr const char* kPieces[] = {"<a", "<area",  " ",   "href", "=",     "\"", "'",
                                     ">",  "<!--",   "-->", "x",    "&amp;", "\n", "/",
                                     "<",  "ttp://", "ü",   "</a>", "-",     "%",  ""};
  std::mt19937 random(1);
  for (int i = 0; i < 20'000; ++i) {
    std::string html;
    for (auto left = random() % 20; left > 0; --left) {
      html += kPieces[random() % std::size(kPieces)];
    }
    ASSERT_EQ(Html(html), html);
    ASSERT_EQ(Text(html), html);
  }
}

}  // namespace
}  // namespace usher::provider
