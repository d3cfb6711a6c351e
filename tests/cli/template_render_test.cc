// usherctl template render: no gateway is asked.

#include <filesystem>
#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cli/command_line.h"
#include "cli/exit_code.h"
#include "tests/support/fake_timing.h"

namespace usher::cli {
namespace {

using ::testing::HasSubstr;

class TemplateRenderTest : public ::testing::Test {
 protected:
  TemplateRenderTest() : folder_(std::filesystem::path(::testing::TempDir()) / "templates") {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "partials/cards");
    Write("reminder.liquid", "Hi {{ name }}{% render 'cards/foot', by: 'us' %}");
    Write("partials/cards/foot.liquid", " from {{ by }}");
    Write("data.json", R"({"name": "<Ada>"})");
    Write("texts.json", R"({"en": {"a": {"b": "text"}}, "de": {"a.b": "Text"}})");
  }
  TemplateRenderTest(const TemplateRenderTest&) = delete;
  TemplateRenderTest& operator=(const TemplateRenderTest&) = delete;
  ~TemplateRenderTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }
  std::string Path(const std::string& name) const { return (folder_ / name).string(); }

  ExitCode Render(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), {"template", "render"});
    std::istringstream in(input);
    out_.str("");
    err_.str("");
    return cli::Run(arguments, {.in = &in, .out = &out_, .err = &err_}, &timing_);
  }

  std::filesystem::path folder_;
  testing::FakeTiming timing_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(TemplateRenderTest, RendersAFileWithItsPartials) {
  EXPECT_EQ(Render({Path("reminder.liquid"), "--data", "@" + Path("data.json"), "--partials",
                    Path("partials")}),
            kOk);
  EXPECT_EQ(out_.str(), "Hi <Ada> from us");
  EXPECT_EQ(Render({Path("reminder.liquid"), "--data", R"({"name": "<Ada>"})", "--partials",
                    Path("partials"), "--escape", "html"}),
            kOk);
  EXPECT_EQ(out_.str(), "Hi &lt;Ada&gt; from us");
}

TEST_F(TemplateRenderTest, FaultsNameFileLineAndColumn) {
  EXPECT_EQ(Render({"-"}, "a\n{{ x | upcas }}"), kFailure);
  EXPECT_THAT(err_.str(),
              HasSubstr("<stdin>:2:8: unknown filter \"upcas\"; did you mean \"upcase\"?"));
  EXPECT_EQ(Render({"-", "--strict"}, "{{ x }}"), kFailure);
  EXPECT_THAT(err_.str(), HasSubstr("<stdin>:1:4: x is missing"));
  EXPECT_EQ(Render({Path("none.liquid")}), kFailure);
  EXPECT_EQ(Render({"-", "--data", "[1]"}, "x"), kFailure);
  EXPECT_THAT(err_.str(), HasSubstr("--data: an object is expected"));
  EXPECT_EQ(Render({"-", "--zone", "Vienna"}, "x"), kFailure);
  EXPECT_THAT(err_.str(), HasSubstr("Europe/Vienna"));
}

TEST_F(TemplateRenderTest, OptionsSetTheScene) {
  EXPECT_EQ(Render({"-", "--locale", "de", "--currency", "EUR", "--translations",
                    Path("texts.json"), "--now", "2025-11-28T09:00:00Z", "--zone", "Europe/Vienna"},
                   "{{ 5 | money }} {{ 'a.b' | t }} {{ 'now' | date: '%H:%M' }}"),
            kOk);
  EXPECT_EQ(out_.str(), "5,00 € Text 10:00");
}

TEST_F(TemplateRenderTest, TextMessagesAreMeasured) {
  EXPECT_EQ(Render({"-", "--channel", "sms"}, "Grüße"), kOk);
  EXPECT_EQ(out_.str(), "Grüße");
  EXPECT_EQ(err_.str(), "segments of SMS: 1, units of GSM-7: 5\n");
  EXPECT_EQ(Render({"-", "--channel", "sms"}, "ж"), kOk);
  EXPECT_EQ(err_.str(), "segments of SMS: 1, units of UCS-2: 1, because of \"ж\"\n");
}

TEST_F(TemplateRenderTest, ABatchAnswersEveryLineInOrder) {
  EXPECT_EQ(
      Render({"--batch"},
             R"({"template": "{{ a }}{% render 'p' %}", "data": {"a": 1}, "partials": {"p": "!"}})"
             "\n"
             R"({"template": "x\n {{ 1 | divided_by: 0 }}"})"
             "\nnonsense\n"
             R"({"template": "{% if %}"})"
             "\n\n"
             R"({"tmplate": "a"})"
             "\n"
             R"({"template": "a", "dta": {}})"
             "\n"
             R"({"template": "{{ b }}é", "data": null})"
             "\n"),
      kOk);
  std::vector<std::string> lines;
  std::istringstream out(out_.str());
  for (std::string line; std::getline(out, line);) lines.push_back(line);
  ASSERT_EQ(lines.size(), 8U) << out_.str();
  EXPECT_EQ(lines[0], R"({"output":"1!"})");
  EXPECT_EQ(lines[1], R"({"error":"division by 0","line":2,"column":9})");
  EXPECT_THAT(lines[2], HasSubstr(R"("line":0,"column":0)"));
  EXPECT_EQ(lines[3], R"({"error":"expected a value, found the end","line":1,"column":7})");
  EXPECT_THAT(lines[4], HasSubstr(R"("line":0)"));
  EXPECT_THAT(lines[5], HasSubstr("needs a text"));
  EXPECT_THAT(lines[6], HasSubstr("dta"));
  EXPECT_EQ(lines[7], R"({"output":"é"})");
}

TEST_F(TemplateRenderTest, UsageIsChecked) {
  EXPECT_EQ(Render({}), kUsage);
  EXPECT_EQ(Render({"--batch", Path("reminder.liquid")}), kUsage);
  EXPECT_EQ(Render({"-", "--escape", "xml"}), kUsage);
}

}  // namespace
}  // namespace usher::cli
