// Every example of docs/templates.md renders what the page says, and every filter and tag has one.

#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

#include "base/json.h"
#include "journey/compile.h"
#include "liquid/filters.h"
#include "liquid/library.h"
#include "liquid/tags.h"
#include "liquid/translations.h"
#include "usher/v1/journey.pb.h"
#include "yaml/load.h"

namespace usher {
namespace {

constexpr char kPage[] = "docs/templates.md";

// The partials that the page names.
const std::map<std::string, std::string>& Partials() {
  static const std::map<std::string, std::string> kPartials = {
      {"product", "{{ product.name }} {{ product.price }}{{ note }}; "},
      {"greeting", "Hello {{ customer.first_name }}{% assign greeted = true %}"}};
  return kPartials;
}

struct Example {
  int line = 0;
  std::string names;  // the first cell of a row; empty for a block
  std::string text;
  std::string output;
};

// What stands between fences, by the word after the opening one, and the rows of tables.
struct Page {
  std::vector<std::string> json;
  std::vector<std::string> yaml;
  std::vector<Example> examples;
  std::string text;
};

// The cells of a row; \| is no border.
std::vector<std::string> CellsOf(const std::string& line) {
  std::vector<std::string> cells;
  const std::string marked = absl::StrReplaceAll(line, {{"\\|", "\x01"}});
  for (const absl::string_view cell : absl::StrSplit(marked, '|')) {
    cells.push_back(
        absl::StrReplaceAll(std::string(absl::StripAsciiWhitespace(cell)), {{"\x01", "|"}}));
  }
  return cells;
}

std::string Code(const std::string& cell) {
  return cell.size() >= 2 && cell.front() == '`' && cell.back() == '`'
             ? cell.substr(1, cell.size() - 2)
             : "";
}

std::vector<std::string> NamesOf(const Example& example) {
  return absl::StrSplit(example.names, ", ", absl::SkipEmpty());
}

Page ReadPage() {
  Page page;
  std::ifstream input(kPage);
  std::string line;
  std::string kind;
  std::string block;
  for (int number = 1; std::getline(input, line); ++number) {
    absl::StrAppend(&page.text, line, "\n");
    if (kind.empty() && absl::StartsWith(line, "```")) {
      kind = line.substr(3);
      block.clear();
    } else if (!kind.empty() && line == "```") {
      if (kind == "json") page.json.push_back(block);
      if (kind == "yaml") page.yaml.push_back(block);
      if (kind == "liquid") page.examples.push_back({number, "", block, ""});
      if (kind == "text") page.examples.back().output = block;
      kind.clear();
    } else if (!kind.empty()) {
      absl::StrAppend(&block, line, "\n");
    } else if (absl::StartsWith(line, "| `")) {
      const std::vector<std::string> cells = CellsOf(line);
      if (cells.size() == 6 && !Code(cells[3]).empty()) {
        page.examples.push_back({number, cells[1], Code(cells[3]), Code(cells[4])});
      }
    }
  }
  return page;
}

void Collect(const base::Value& value, const std::string& key, liquid::Translations::Texts* texts) {
  if (value.as_string() != nullptr) (*texts)[key] = *value.as_string();
  if (value.as_map() == nullptr) return;
  for (const auto& [name, member] : *value.as_map()) {
    Collect(member, key.empty() ? name : absl::StrCat(key, ".", name), texts);
  }
}

class TemplatesPageTest : public testing::Test {
 protected:
  TemplatesPageTest() : page_(ReadPage()) {
    const auto data = base::ParseJson(page_.json.at(0));
    EXPECT_TRUE(data.ok()) << data.status();
    data_ = data.value_or(base::Value());
    const auto texts = base::ParseJson(page_.json.at(1));
    EXPECT_TRUE(texts.ok()) << texts.status();
    std::map<std::string, liquid::Translations::Texts> by_locale;
    for (const auto& [locale, value] : *texts->as_map()) Collect(value, "", &by_locale[locale]);
    translations_ = liquid::Translations(by_locale, "en");
    compile_.library =
        std::make_shared<liquid::Library>(std::make_unique<liquid::PartialTexts>(Partials()));
    render_.locale = "de-AT";
    render_.translations = &translations_;
    render_.campaign.source = "usher";
  }

  std::string Render(const std::string& text) {
    const auto compiled = liquid::Template::Compile(text, compile_);
    if (const auto* error = std::get_if<liquid::Error>(&compiled)) {
      return liquid::FormatError(*error);
    }
    const auto output = std::get<liquid::Template>(compiled).Render(data_, render_);
    return output.ok() ? *output : std::string(output.status().message());
  }

  Page page_;
  base::Value data_;
  liquid::Translations translations_;
  liquid::CompileOptions compile_;
  liquid::RenderOptions render_;
};

TEST_F(TemplatesPageTest, EveryExampleRendersWhatThePageSays) {
  EXPECT_GE(page_.examples.size(), 40U);
  for (const Example& example : page_.examples) {
    EXPECT_EQ(Render(example.text), example.output) << kPage << ":" << example.line;
  }
}

TEST_F(TemplatesPageTest, EveryRowUsesWhatItNames) {
  for (const Example& example : page_.examples) {
    for (const std::string& name : NamesOf(example)) {
      EXPECT_TRUE(absl::StrContains(example.text, Code(name)) || Code(name) == "continue")
          << kPage << ":" << example.line << ": " << name;
    }
  }
}

TEST_F(TemplatesPageTest, EveryFilterHasARow) {
  std::set<std::string> named;
  for (const Example& example : page_.examples) {
    for (const std::string& name : NamesOf(example)) named.insert(Code(name));
  }
  for (const std::string& filter : liquid::FilterNames()) {
    EXPECT_EQ(named.count(filter), 1U) << filter;
  }
}

TEST_F(TemplatesPageTest, EveryTagIsNamed) {
  for (const std::string& tag : liquid::TagNames()) {
    EXPECT_TRUE(absl::StrContains(page_.text, absl::StrCat("`", tag, "`"))) << tag;
  }
}

TEST_F(TemplatesPageTest, PartialsAreThoseThePageNames) {
  for (const auto& [name, text] : Partials()) {
    EXPECT_TRUE(absl::StrContains(page_.text, absl::StrCat("`", name, "` (`", text, "`)"))) << name;
  }
}

TEST_F(TemplatesPageTest, TheJourneyCompiles) {
  ASSERT_EQ(page_.yaml.size(), 1U);
  v1::Journey journey;
  yaml::SourceMap map;
  for (const yaml::Problem& problem : yaml::Load(page_.yaml[0], &journey, &map)) {
    ADD_FAILURE() << yaml::FormatProblem(kPage, problem);
  }
  for (const journey::Problem& problem : journey::Compile(journey).problems) {
    ADD_FAILURE() << problem.path << ": " << problem.message;
  }
}

}  // namespace
}  // namespace usher
