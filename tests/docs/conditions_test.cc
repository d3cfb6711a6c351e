// Every example in docs/conditions.md has the value it is said to have.

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"

#include "base/json.h"
#include "cel/environment.h"
#include "journey/condition_host.h"
#include "journey/expression.h"

namespace usher {
namespace {

std::vector<std::string> Lines() {
  std::ifstream input("docs/conditions.md");
  std::vector<std::string> lines;
  for (std::string line; std::getline(input, line);) lines.push_back(line);
  return lines;
}

// The JSON of the page's code blocks: the event and the customer.
std::vector<base::Value> Data() {
  std::vector<base::Value> data;
  std::string text;
  bool inside = false;
  for (const std::string& line : Lines()) {
    if (inside && line == "```") {
      auto parsed = base::ParseJson(text);
      EXPECT_TRUE(parsed.ok()) << text;
      if (parsed.ok()) data.push_back(*std::move(parsed));
      text.clear();
      inside = false;
    } else if (inside) {
      text += line;
    } else {
      inside = line == "```json";
    }
  }
  return data;
}

// The cells of a row of a table; none for other lines.
std::vector<std::string> Cells(const std::string& line) {
  if (!absl::StartsWith(line, "| ")) return {};
  std::vector<std::string> cells;
  std::string cell;
  for (std::size_t i = 2; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|') {
      cell.push_back(line[++i]);
    } else if (line[i] == '|') {
      cells.emplace_back(absl::StripAsciiWhitespace(cell));
      cell.clear();
    } else {
      cell.push_back(line[i]);
    }
  }
  return cells;
}

bool IsCode(const std::string& cell) {
  return cell.size() > 2 && cell.front() == '`' && cell.back() == '`';
}

std::string CodeIn(const std::string& cell) { return cell.substr(1, cell.size() - 2); }

absl::Time At(absl::string_view text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << error;
  return time;
}

class ConditionsPageTest : public testing::Test {
 protected:
  ConditionsPageTest() : data_(Data()) {
    record_.histories = {
        {"Product Viewed",
         {At("2026-02-20T10:00:00Z"), At("2026-03-01T18:00:00Z"), At("2026-03-02T08:30:00Z")}},
        {"Order Completed",
         {At("2026-02-20T10:00:00Z"), At("2026-03-02T07:00:00Z"), At("2026-03-02T08:00:00Z")},
         {{"total", {19'990'000, 100'000, 200'000}}}}};
    record_.contacts = {
        {At("2026-02-21T10:00:00Z"), customer::Channel::kEmail, "", 1},
        {At("2026-02-27T10:00:00Z"), customer::Channel::kPush, "", 2, "", 0, /*reacted=*/true},
        {At("2026-02-28T10:00:00Z"), customer::Channel::kEmail, "", 3}};
    record_.profile.addresses = {{customer::Channel::kPush, "device"}};
    record_.profile.time_zone = "Europe/Vienna";
    run_.key = "c-1";
    run_.entered_at = At("2026-03-02T08:00:00Z");
    scope_.record = &record_;
    scope_.run = &run_;
    scope_.now = At("2026-03-02T09:00:00Z");
  }

  std::string ValueOf(const std::string& text) const {
    journey::Expression expression;
    journey::Expression::Fault fault;
    if (!journey::Expression::Compile(text, journey::Expression::Kind::kAny, &expression, &fault)) {
      return absl::StrCat("fault: ", fault.message);
    }
    const auto value = expression.Evaluate(scope_);
    return value.ok() ? base::ToJson(*value) : absl::StrCat("error: ", value.status().message());
  }

  const std::vector<base::Value> data_;
  customer::Record record_;
  customer::Run run_;
  journey::Scope scope_;
};

TEST_F(ConditionsPageTest, EveryExampleHasItsValue) {
  ASSERT_EQ(data_.size(), 2U);
  scope_.event = &data_[0];
  scope_.customer = &data_[1];
  int examples = 0;
  for (const std::string& line : Lines()) {
    const std::vector<std::string> cells = Cells(line);
    if (cells.size() != 4 || !IsCode(cells[2])) continue;
    ASSERT_TRUE(IsCode(cells[3])) << line;
    EXPECT_EQ(ValueOf(CodeIn(cells[2])), CodeIn(cells[3])) << line;
    ++examples;
  }
  EXPECT_GE(examples, 65);
}

TEST_F(ConditionsPageTest, EveryFunctionHasARowOfItsOwn) {
  std::string rows;
  for (const std::string& line : Lines()) {
    const std::vector<std::string> cells = Cells(line);
    if (cells.size() == 4) absl::StrAppend(&rows, cells[0], "\n");
  }
  cel::Environment environment;
  journey::AddConditionFunctions(&environment);
  for (const std::string& name : environment.FunctionNames()) {
    EXPECT_TRUE(absl::StrContains(rows, absl::StrCat("`", name, "(")) ||
                absl::StrContains(rows, absl::StrCat("`", name, "`")))
        << name;
  }
}

}  // namespace
}  // namespace usher
