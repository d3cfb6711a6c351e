// Translations and links.

#include "gtest/gtest.h"

#include "liquid/locale.h"
#include "liquid/translations.h"
#include "tests/support/liquid.h"

namespace usher::liquid {
namespace {

using support::ExpectRenders;
using support::RenderLiquid;
using testing::Test;

class TranslateTest : public Test {
 protected:
  std::string Say(absl::string_view text, absl::string_view locale, bool strict = false,
                  Escape escape = Escape::kNone) {
    RenderOptions options;
    options.translations = &translations_;
    options.locale = std::string(locale);
    options.strict = strict;
    options.escape = escape;
    return RenderLiquid(text, R"({"name": "<Ada>"})", options);
  }

  Translations translations_{
      {{"en",
        {{"hi", "Hi {{ name }}!"},
         {"only_en", "English"},
         {"n.one", "one"},
         {"n.other", "{{count}} things"},
         {"box_html", "<b>{{ name }}</b>"}}},
       {"de",
        {{"hi", "Hallo {{ name }}!"},
         {"n.zero", "nichts"},
         {"n.one", "eins"},
         {"n.other", "{{ count }} Dinge"}}},
       {"de_at", {{"hi", "Servus {{ name }}!"}}},
       {"pl", {{"n.few", "{{ count }} rzeczy"}, {"n.many", "{{ count }} rzeczy!"}}}},
      "en"};
};

TEST_F(TranslateTest, TheNearestLocaleSpeaks) {
  const char* text = "{{ 'hi' | t: name: 'Ada' }}";
  EXPECT_EQ(Say(text, "de-AT"), "Servus Ada!");
  EXPECT_EQ(Say(text, "de-CH"), "Hallo Ada!");
  EXPECT_EQ(Say(text, "fr"), "Hi Ada!");
  EXPECT_EQ(Say("{{ 'only_en' | t }}", "de-AT"), "English");
  EXPECT_EQ(Say("{{ 'hi' | t: name: 'Ada', locale: 'de' }}", "en"), "Hallo Ada!");
}

TEST_F(TranslateTest, NumbersChooseTheText) {
  const auto things = [&](int count, absl::string_view locale) {
    return Say(absl::StrCat("{{ 'n' | t: count: ", count, " }}"), locale);
  };
  EXPECT_EQ(things(0, "de"), "nichts");
  EXPECT_EQ(things(1, "de"), "eins");
  EXPECT_EQ(things(7, "de"), "7 Dinge");
  EXPECT_EQ(things(0, "en"), "0 things");
  EXPECT_EQ(things(3, "pl"), "3 rzeczy");
  EXPECT_EQ(things(5, "pl"), "5 rzeczy!");
  // Polish has no text for one, English has.
  EXPECT_EQ(things(1, "pl"), "one");
}

TEST_F(TranslateTest, AMissingKeyWritesItselfUnlessStrict) {
  EXPECT_EQ(Say("{{ 'nope' | t }}", "de"), "nope");
  EXPECT_EQ(Say("{{ 'nope' | t }}", "de", true),
            "render line 1, column 13: there is no translation \"nope\"");
  EXPECT_EQ(Say("{{ 'hi' | t }}", "de"), "Hallo !");
  EXPECT_EQ(Say("{{ 'hi' | t }}", "de", true),
            "render line 1, column 11: the translation asks for \"name\"");
}

TEST_F(TranslateTest, OnlyKeysOfHtmlAreNotEscaped) {
  EXPECT_EQ(Say("{{ 'hi' | t: name: name }}", "en", false, Escape::kHtml), "Hi &lt;Ada&gt;!");
  EXPECT_EQ(Say("{{ 'box_html' | t: name: name }}", "en", false, Escape::kHtml),
            "<b>&lt;Ada&gt;</b>");
  EXPECT_EQ(Say("{{ 'box_html' | t: name: name }}", "en"), "<b><Ada></b>");
}

TEST_F(TranslateTest, KeysInTheTemplateAreChecked) {
  CompileOptions options;
  options.translations = &translations_;
  const auto fault = [&](absl::string_view text) {
    const auto compiled = Template::Compile(text, options);
    const auto* error = std::get_if<Error>(&compiled);
    return error != nullptr ? FormatError(*error) : "";
  };
  EXPECT_EQ(fault("{{ 'hi' | t }}{{ 'n' | t: count: 1 }}{{ key | t }}"), "");
  EXPECT_EQ(fault("{{ 'only_e' | t }}"),
            "1:15: there is no translation \"only_e\"; did you mean \"only_en\"?");
}

TEST(LocaleTest, SpellingsAreTakenForTheSame) {
  EXPECT_EQ(NormalLocale("de_at.UTF-8"), "de-AT");
  EXPECT_EQ(NormalLocale("ZH-hant-tw"), "zh-Hant-TW");
  EXPECT_EQ(NormalLocale("en"), "en");
  EXPECT_EQ(NormalLocale("es-419"), "es-419");
  EXPECT_EQ(NormalLocale("d e"), "");
  EXPECT_EQ(NormalLocale(""), "");
  EXPECT_EQ(NormalLocale("de--AT"), "");
}

TEST(LocaleTest, AChainGoesFromTheNearestToTheDefault) {
  using Chain = std::vector<std::string>;
  EXPECT_EQ(LocaleChain("de-AT", "en-GB"), (Chain{"de-AT", "de", "en-GB", "en"}));
  EXPECT_EQ(LocaleChain("zh-Hant-TW", "zh"), (Chain{"zh-Hant-TW", "zh-Hant", "zh"}));
  EXPECT_EQ(LocaleChain("", "de"), (Chain{"de"}));
  EXPECT_EQ(LocaleChain("", ""), Chain());
}

TEST(UtmTest, ParametersAreAddedWhereTheyAreMissing) {
  RenderOptions options;
  options.campaign = {"usher", "email", "spring sale", ""};
  ExpectRenders(
      {
          {"{{ 'https://a.test' | utm }}", "{}",
           "https://a.test?utm_source=usher&utm_medium=email&utm_campaign=spring+sale"},
          {"{{ 'https://a.test/?x=1#top' | utm: medium: '', campaign: nil }}", "{}",
           "https://a.test/?x=1&utm_source=usher&utm_campaign=spring+sale#top"},
          {"{{ 'https://a.test/?utm_source=me&utm_campaign=c' | utm: term: 'é' }}", "{}",
           "https://a.test/?utm_source=me&utm_campaign=c&utm_medium=email&utm_term=%C3%A9"},
          {"{{ 'https://a.test/?' | utm: source: 's', medium: '', campaign: 'c' }}", "{}",
           "https://a.test/?utm_source=s&utm_campaign=c"},
          {"[{{ nothing | utm }}{{ '' | utm }}]", "{}", "[]"},
      },
      options);
}

}  // namespace
}  // namespace usher::liquid
