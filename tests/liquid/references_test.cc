#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "liquid/template.h"

namespace usher::liquid {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> ReferencesOf(absl::string_view text) {
  const auto compiled = Template::Compile(text);
  const auto* result = std::get_if<Template>(&compiled);
  EXPECT_NE(result, nullptr) << text;
  return result != nullptr ? result->References() : std::vector<std::string>();
}

TEST(ReferencesTest, EveryPathIsNamedOnce) {
  EXPECT_THAT(ReferencesOf("{{ event.product.name }} {{ customer.first_name | default: event.who }}"
                           "{% if event.product.name == run.x %}{{ customer['mail'] }}{% endif %}"),
              ElementsAre("customer.first_name", "customer.mail", "event.product.name", "event.who",
                          "run.x"));
}

TEST(ReferencesTest, PathsEndWhereTheyAreNoLongerFixed) {
  EXPECT_THAT(ReferencesOf("{{ event.products[0].name }}{{ a.b.size }}{{ c[d.e].f }}"),
              ElementsAre("a.b", "c", "d.e", "event.products"));
}

TEST(ReferencesTest, VariablesOfTheTemplateAreNoReferences) {
  EXPECT_THAT(
      ReferencesOf("{% for p in event.products %}{{ p.name }}{{ forloop.index }}{% endfor %}"
                   "{% assign x = event.total %}{{ x.y }}{{ 1 | plus: x }}"),
      ElementsAre("event.products", "event.total"));
  EXPECT_THAT(ReferencesOf("{% capture c %}{{ a }}{% endcapture %}{{ c }}"), ElementsAre("a"));
}

TEST(ReferencesTest, AVariableMayMeanTheDataBeforeAndAfterItIsSet) {
  EXPECT_THAT(ReferencesOf("{{ x.a }}{% assign x = 1 %}{{ x.b }}"), ElementsAre("x.a"));
  EXPECT_THAT(ReferencesOf("{% if c %}{% assign x = 1 %}{{ x.a }}{% endif %}{{ x.b }}"),
              ElementsAre("c", "x.b"));
  EXPECT_THAT(ReferencesOf("{% for p in l %}{% endfor %}{{ p.q }}"), ElementsAre("l", "p.q"));
}

TEST(ReferencesTest, LiteralsAndCommentsAreNoReferences) {
  EXPECT_THAT(ReferencesOf("{{ 'a' }}{{ true }}{{ nil }}{% if a == blank %}{% endif %}"
                           "{% comment %}{{ b }}{% endcomment %}{% raw %}{{ c }}{% endraw %}"),
              ElementsAre("a"));
}

}  // namespace
}  // namespace usher::liquid
