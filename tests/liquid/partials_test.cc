// Partials: what they see, where their faults are told, and how deep they go.

#include <map>
#include <memory>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "liquid/library.h"
#include "tests/support/liquid.h"

namespace usher::liquid {
namespace {

using testing::ElementsAre;

std::shared_ptr<Library> LibraryOf(std::map<std::string, std::string> texts) {
  return std::make_shared<Library>(std::make_unique<PartialTexts>(std::move(texts)));
}

std::string Render(absl::string_view text, std::map<std::string, std::string> partials,
                   absl::string_view json = "{}") {
  CompileOptions options;
  options.library = LibraryOf(std::move(partials));
  const auto compiled = Template::Compile(text, options);
  if (const auto* error = std::get_if<Error>(&compiled)) return "compile " + FormatError(*error);
  Error error;
  const auto output = std::get<Template>(compiled).Render(*base::ParseJson(json), {}, &error);
  return output.ok() ? *output : "render " + FormatError(error);
}

TEST(PartialsTest, FaultsAreToldAtTheTagAndInThePartial) {
  EXPECT_EQ(Render("a\n {% render 'p' %}", {{"p", "x\n{{ y | nosuch }}"}}),
            "compile 2:12: in \"p\" at line 2, column 8: unknown filter \"nosuch\"");
  EXPECT_EQ(Render("a\n {% render 'p' %}", {{"p", "\n {{ 1 | divided_by: 0 }}"}}),
            "render 2:2: in \"p\" at line 2, column 9: division by 0");
  EXPECT_EQ(
      Render("{% include 'q' %}", {{"q", "{% include 'p' %}"}, {"p", " {{ 1 | divided_by: 0 }}"}}),
      "render 1:1: in \"p\" at line 1, column 9: division by 0");
}

TEST(PartialsTest, OneThatIsMissingIsAFault) {
  EXPECT_EQ(Render("{% render 'foter' %}", {{"footer", ""}}),
            "compile 1:11: there is no partial \"foter\"; did you mean \"footer\"?");
  EXPECT_EQ(support::RenderLiquid("{% render 'p' %}"), "compile 1:11: there is no partial \"p\"");
  EXPECT_EQ(Render("{% include name %}", {{"a", "A"}}, R"({"name": "b"})"),
            "render 1:1: there is no partial \"b\"");
  EXPECT_EQ(Render("{% render name %}", {{"a", "A"}}),
            "compile 1:11: expected a text in quotes, found \"name\"");
}

TEST(PartialsTest, TheyMayShowThemselvesToADepth) {
  EXPECT_EQ(Render("{% include 'p' %}",
                   {{"p", "{% increment n %}{% if n < 5 %}{% include 'p' %}{% endif %}"}}),
            "01234");
  EXPECT_EQ(Render("{% render 'p' %}", {{"p", "{% render 'p' %}"}}),
            "render 1:1: in \"p\" at line 1, column 1: partials are nested deeper than 32");
}

TEST(PartialsTest, AChainOfPartialsIsBoundedWhenCompiling) {
  std::map<std::string, std::string> partials;
  for (int i = 0; i < 5000; ++i) {
    partials[absl::StrCat("p", i)] = absl::StrCat("{% render 'p", i + 1, "' %}");
  }
  partials["p5000"] = "end";
  EXPECT_THAT(Render("{% render 'p0' %}", partials),
              testing::HasSubstr("partials are nested deeper than 100"));
}

TEST(PartialsTest, ABreakLeavesAnIncludedPartialAndItsLoopButNotARenderedOne) {
  EXPECT_EQ(Render("{% for i in (1..3) %}{{ i }}{% include 'p' %}{% endfor %}",
                   {{"p", "{% if i == 2 %}{% break %}{% endif %},"}}),
            "1,2");
  EXPECT_EQ(Render("{% for i in (1..3) %}{{ i }}{% render 'p', i: i %}{% endfor %}",
                   {{"p", "{% if i == 2 %}{% break %}{% endif %},"}}),
            "1,23,");
}

TEST(PartialsTest, EachIsCompiledOnceForAllTemplatesOfALibrary) {
  class Counting final : public PartialSource {
   public:
    explicit Counting(int* reads) : reads_(reads) {}
    std::optional<std::string> Find(absl::string_view) const override {
      ++*reads_;
      return "x";
    }
    std::vector<std::string> Names() const override { return {"p"}; }

   private:
    int* reads_;
  };
  int reads = 0;
  CompileOptions options;
  options.library = std::make_shared<Library>(std::make_unique<Counting>(&reads));
  for (int i = 0; i < 3; ++i) {
    const auto compiled = Template::Compile("{% render 'p' %}{% include 'p' %}", options);
    EXPECT_NE(std::get_if<Template>(&compiled), nullptr);
  }
  EXPECT_EQ(reads, 1);
}

TEST(PartialsTest, ATemplateKeepsItsLibrary) {
  CompileOptions options;
  options.library = LibraryOf({{"p", "kept"}});
  const auto compiled = Template::Compile("{% render 'p' %}", options);
  options.library = nullptr;
  EXPECT_EQ(*std::get<Template>(compiled).Render(base::Value(base::Value::Map())), "kept");
}

TEST(PartialsTest, ReferencesGoThroughIncludedPartials) {
  CompileOptions options;
  options.library = LibraryOf({{"a", "{{ event.x }}{% include 'b' %}"},
                               {"b", "{{ customer.y }}{% include 'a' %}"},
                               {"r", "{{ hidden.z }}"}});
  const auto compiled =
      Template::Compile("{% include 'b' %}{% render 'r', item: event.products %}", options);
  EXPECT_THAT(std::get<Template>(compiled).References(),
              ElementsAre("a", "b", "customer.y", "event.products", "event.x"));
  const auto any = Template::Compile("{{ [name] }}", options);
  EXPECT_THAT(std::get<Template>(any).References(), ElementsAre("", "name"));
}

}  // namespace
}  // namespace usher::liquid
