// Message contents in the customer's language.

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/journey_fixture.h"
#include "yaml/load.h"

namespace usher::journey {
namespace {

using customer::Channel;
using support::JourneyWalk;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

// A journey whose template has a default, a language and a country; `more` are fields of the
// journey.
std::string Speaking(const std::string& more = "") {
  return more + R"(
journey: j
enter: { on: Go, reenter: {} }
steps:
  - send: { id: hello, template: t, channels: [push, email] }
templates:
  t:
    push: { title: Hello, body: "{{ event.price | money: 'EUR' }}" }
    email: { subject: Mail, preheader: "Only {{ event.price }}", text: Text }
    locales:
      de: { push: { title: Hallo, body: "{{ event.price | money: 'EUR' }}" } }
      de_at: { push: { title: Servus, body: "{{ event.price | money: 'EUR' }}" } }
      fr: { email: { subject: Courriel, text: Texte } }
)";
}

RenderedContent Written(const std::string& yaml, const std::string& locale, bool by_email = false) {
  JourneyWalk walk(yaml);
  ProfileInput profile;
  profile.locale = locale;
  if (by_email) profile.addresses = {{Channel::kPush, ""}};
  walk.Give(profile);
  walk.Happen("Go", R"({"price": 1234.5})");
  EXPECT_EQ(walk.messages.size(), 1U) << locale << " " << walk.Said();
  return walk.messages.empty() ? RenderedContent() : walk.messages[0].content;
}

std::string TitleFor(const std::string& locale, const std::string& more = "") {
  const RenderedContent content = Written(Speaking(more), locale);
  return content.empty() ? "" : content[0].second;
}

TEST(ContentTest, TheNearestLocaleIsTaken) {
  EXPECT_EQ(TitleFor("de-AT"), "Servus");
  EXPECT_EQ(TitleFor("de_AT"), "Servus");
  EXPECT_EQ(TitleFor("de-CH"), "Hallo");
  EXPECT_EQ(TitleFor("de"), "Hallo");
  EXPECT_EQ(TitleFor("it"), "Hello");
  EXPECT_EQ(TitleFor(""), "Hello");
}

TEST(ContentTest, TheJourneysLocaleComesBeforeNone) {
  EXPECT_EQ(TitleFor("it", "default_locale: de-AT"), "Servus");
  EXPECT_EQ(TitleFor("", "default_locale: de"), "Hallo");
  EXPECT_EQ(TitleFor("de-AT", "default_locale: en"), "Servus");
}

TEST(ContentTest, AChannelIsTakenAsAWhole) {
  // French has content for email only, so push is not French.
  EXPECT_EQ(TitleFor("fr"), "Hello");
  EXPECT_EQ(Written(Speaking(), "fr-CA", true),
            (RenderedContent{{"subject", "Courriel"}, {"text", "Texte"}}));
  EXPECT_EQ(Written(Speaking(), "de", true),
            (RenderedContent{{"subject", "Mail"}, {"preheader", "Only 1234.5"}, {"text", "Text"}}));
}

TEST(ContentTest, AmountsAreWrittenAsTheCustomerDoes) {
  EXPECT_THAT(Written(Speaking(), "de-AT"), testing::Contains(Pair("body", "€ 1.234,50")));
  EXPECT_THAT(Written(Speaking(), "it"), testing::Contains(Pair("body", "1234,50 €")));
  EXPECT_THAT(Written(Speaking("default_locale: de"), ""),
              testing::Contains(Pair("body", "1.234,50 €")));
}

TEST(ContentTest, TemplatesSharePartialsTranslationsAndCurrency) {
  const std::string yaml = R"(
journey: j
enter: { on: Go }
default_locale: en
currency: USD
partials:
  footer: "{{ 'bye' | t: name: name }} {{ 'https://a.test' | utm }}"
translations:
  en: { bye: "Bye {{ name }}", cart: { items: { one: One, other: "{{ count }} items" } } }
  de: { bye: "Tschüs {{ name }}" }
steps:
  - send: { id: hello, template: t, channels: push }
templates:
  t:
    push:
      body: "{{ 'cart.items' | t: count: event.count }} {{ 5 | money }} {% render 'footer', name: 'Ada' %}"
)";
  JourneyWalk walk(yaml);
  ProfileInput profile;
  profile.locale = "de";
  walk.Give(profile);
  walk.Happen("Go", R"({"count": 3})");
  ASSERT_EQ(walk.messages.size(), 1U);
  EXPECT_EQ(walk.messages[0].content[0].second,
            "3 items 5,00 $ Tschüs Ada "
            "https://a.test?utm_source=usher&utm_medium=push&utm_campaign=j&utm_content=hello");
}

TEST(ContentTest, FaultsOfVariantsHaveTheirPlace) {
  const auto only = [](const std::string& templates) {
    const auto problems = support::ProblemsOf(
        "journey: j\nenter: { on: Go }\nsteps: [ send: { template: t, channels: push } ]\n" +
        templates);
    EXPECT_EQ(problems.size(), 1U) << templates;
    return problems.empty() ? "" : problems[0].path + ": " + problems[0].message;
  };
  EXPECT_THAT(only("templates: { t: { locales: { de: { push: { body: x } } } } }"),
              HasSubstr("steps[0].send.template: template \"t\" has no content for push"));
  EXPECT_THAT(
      only("templates: { t: { push: { body: x }, locales: { 'd e': { sms: { text: x } } } } }"),
      HasSubstr("templates[\"t\"].locales[\"d e\"]: \"d e\" is no locale"));
  EXPECT_THAT(
      only("templates: { t: { push: { body: x }, locales: { de: { push: { body: '{{' } } } } }"),
      HasSubstr("templates[\"t\"].locales[\"de\"].push.body: this {{ is never closed"));
  EXPECT_THAT(only("templates: { t: { push: { body: '{{ \"a\" | t }}' } } }\n"
                   "translations: { de: { ab: x } }"),
              HasSubstr("there is no translation \"a\""));
  EXPECT_THAT(only("templates: { t: { push: { body: '{% render \"fooer\" %}' } } }\n"
                   "partials: { footer: x }"),
              HasSubstr("there is no partial \"fooer\"; did you mean \"footer\"?"));
  EXPECT_THAT(only("templates: { t: { push: { body: x } } }\ncurrency: Euro"),
              HasSubstr("currency: \"Euro\" is no currency"));
}

TEST(ContentTest, TheDefaultLocaleMayStandForAll) {
  EXPECT_EQ(TitleFor("it", "default_locale: de"), "Hallo");
  JourneyWalk walk(R"(
journey: j
default_locale: de
enter: { on: Go }
steps: [ send: { template: t, channels: push } ]
templates: { t: { locales: { de: { push: { title: Hallo } } } } }
)");
  walk.Happen("Go");
  ASSERT_EQ(walk.messages.size(), 1U);
  EXPECT_EQ(walk.messages[0].content[0].second, "Hallo");
}

std::string WhatsappJourney(const std::string& parts) {
  return R"(
journey: j
enter: { on: Go, reenter: {} }
steps:
  - send: { id: hello, template: t, channels: [whatsapp] }
templates:
  t:
    whatsapp: )" +
         parts;
}

TEST(ContentTest, AWhatsappTemplateHasNamedParts) {
  JourneyWalk walk(WhatsappJourney(
      "{ text: Hi, template: t, language: de, parameters: { 1: '{{ event.price }}', name: Ada }, "
      "button: b, replied_at: '{{ customer.replied }}' }"));
  ProfileInput profile;
  profile.addresses = {{Channel::kWhatsapp, "+436601234567"}};
  walk.Give(profile);
  walk.Happen("Go", R"({"price": 7})");
  ASSERT_EQ(walk.messages.size(), 1U) << walk.Said();
  EXPECT_THAT(walk.messages[0].content,
              ElementsAre(Pair("text", "Hi"), Pair("template", "t"), Pair("language", "de"),
                          Pair("parameters.1", "7"), Pair("parameters.name", "Ada"),
                          Pair("button", "b"), Pair("replied_at", "")));
}

TEST(ContentTest, AWhatsappTemplateNeedsItsLanguage) {
  const auto problem = [](const std::string& parts) {
    v1::Journey journey;
    yaml::SourceMap map;
    EXPECT_TRUE(yaml::Load(WhatsappJourney(parts), &journey, &map).empty());
    const journey::Compiled compiled = journey::Compile(journey);
    return compiled.problems.empty()
               ? ""
               : compiled.problems[0].path + ": " + compiled.problems[0].message;
  };
  EXPECT_EQ(problem("{ template: t, language: de }"), "");
  EXPECT_EQ(problem("{ template: t }"),
            "templates[\"t\"].whatsapp: template and language go together");
  EXPECT_EQ(problem("{ text: Hi, language: de }"),
            "templates[\"t\"].whatsapp: template and language go together");
  EXPECT_EQ(problem("{ text: Hi, parameters: { 1: a } }"),
            "templates[\"t\"].whatsapp.parameters: there is no template to fill");
}

}  // namespace
}  // namespace usher::journey
