#include "cli/output.h"

#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "base/json.h"
#include "cli/funnel.h"
#include "cli/table.h"
#include "cli/yaml_writer.h"
#include "usher/v1/journey_service.pb.h"

namespace usher::cli {
namespace {

using ::testing::HasSubstr;

std::string YamlOf(const char* json) { return ToYaml(*base::ParseJson(json)); }

TEST(TableTest, AlignsColumnsAndLeavesNoBlanksAtTheEnd) {
  Table table({"NAME", "COUNT", "NOTE"});
  table.AddRow({"a", std::uint64_t{7}, ""});
  table.AddRow({"größer", std::uint64_t{1234}, "x"});
  std::ostringstream out;
  table.Print(false, &out);
  EXPECT_EQ(out.str(),
            "NAME     COUNT   NOTE\n"
            "a            7\n"
            "größer    1234   x\n");
}

TEST(TableTest, LetsNoControlCharacterThrough) {
  Table table({"NAME"});
  table.AddRow({"a\x1b[31mb\nc"});
  std::ostringstream out;
  table.Print(false, &out);
  EXPECT_EQ(out.str(), "NAME\na?[31mb?c\n");
}

TEST(YamlWriterTest, WritesBlocks) {
  EXPECT_EQ(YamlOf(R"({"a":1,"b":{"c":[{"d":true,"e":[1,2]},"x"],"f":{}},"g":[]})"),
            "a: 1\n"
            "b:\n"
            "  c:\n"
            "  - d: true\n"
            "    e:\n"
            "    - 1\n"
            "    - 2\n"
            "  - x\n"
            "  f: {}\n"
            "g: []\n");
}

TEST(YamlWriterTest, QuotesWhatYamlCouldTakeForSomethingElse) {
  EXPECT_EQ(YamlOf(R"(["no","12","~","a: b","x #y","","-","Product Added","2024-05-01","a\nb"])"),
            "- \"no\"\n"
            "- \"12\"\n"
            "- \"~\"\n"
            "- \"a: b\"\n"
            "- \"x #y\"\n"
            "- \"\"\n"
            "- \"-\"\n"
            "- Product Added\n"
            "- \"2024-05-01\"\n"
            "- \"a\\nb\"\n");
}

TEST(OutputTest, UsesTheFieldNamesOfTheProtoFiles) {
  v1::ListResponse list;
  list.add_journeys()->set_journey("welcome");
  EXPECT_THAT(MessageToJson(list, Defaults::kShow), HasSubstr("\"next_page_token\": \"\""));
  EXPECT_EQ(MessageToYaml(list, Defaults::kHide), "journeys:\n- journey: welcome\n");
}

TEST(FunnelTest, ShowsTotalsAndARowForEachStep) {
  v1::StatsResponse stats;
  stats.set_journey("welcome");
  stats.set_entered(200);
  stats.set_active(12);
  stats.set_goals(50);
  stats.set_value(1234.5);
  auto* step = stats.add_steps();
  step->set_id("hello");
  step->set_kind("send");
  step->set_reached(150);
  (*step->mutable_outcomes())["sent"] = 120;
  (*step->mutable_outcomes())["unreachable"] = 30;
  (*step->mutable_sent_by_channel())["push"] = 120;
  (*step->mutable_held())["quiet_hours"] = 9;
  std::ostringstream out;
  PrintFunnel(stats, false, &out);
  EXPECT_EQ(out.str(),
            "journey/welcome\n"
            "entered      200\n"
            "active       12\n"
            "goals        50 (25.0%)\n"
            "value        1234.50\n"
            "\n"
            "STEP    KIND   REACHED   OF ENTERED   WAITING   OUTCOMES                              "
            "HELD\n"
            "hello   send       150        75.0%         0   sent 120, unreachable 30 (push 120)   "
            "quiet_hours 9\n");
}

}  // namespace
}  // namespace usher::cli
