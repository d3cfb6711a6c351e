#include "importer/mapped_csv.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/importer/temporary_file.h"

namespace usher::importer {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kMapping[] = R"({
  "name": {"column": "event"},
  "id": {"column": "id"},
  "customer_id": {"column": "customer"},
  "time": {"column": "when", "format": "%Y-%m-%d %H:%M", "zone": "Europe/London"},
  "properties": {
    "total": {"column": "Total", "type": "number"},
    "items": {"column": "Items", "type": "integer"},
    "gift": {"column": "Gift", "type": "boolean"},
    "note": {"column": "Note"}
  }
})";
constexpr char kHeader[] = "id,event,customer,when,Total,Items,Gift,Note\n";

std::string MappingError(absl::string_view text) {
  return std::string(ParseMapping(text, "map.json").status().message());
}

std::string RowError(const std::string& row) {
  const TemporaryFile log("log.csv", kHeader + row);
  const absl::StatusOr<Mapping> mapping = ParseMapping(kMapping, "map.json");
  const std::string message(ImportMappedCsv(log.path(), *mapping).status().message());
  return message.substr(message.rfind("log.csv"));
}

std::string Lines(const Import& import) {
  std::string lines;
  for (const shop::Event& event : import.events) shop::AppendJsonLine(event, &lines);
  return lines;
}

TEST(MappedCsvTest, MakesEachRowAnEventInTimeOrder) {
  const TemporaryFile log("log.csv",
                          absl::StrCat(kHeader,
                                       "e2,Order Completed,c1,2026-07-01 09:30,12.5,2,true,\n"
                                       "e1,Product Viewed,c2,2026-01-05 10:00,,,,\"a \"\"b\"\"\"\n"
                                       "e2,Order Completed,c1,2026-07-01 09:30,12.5,2,true,\n"
                                       "e3,Product Viewed,,2026-01-05 10:00,,,,\n"));
  const TemporaryFile mapping("map.json", kMapping);
  const absl::StatusOr<Import> import = ImportMappedCsv(log.path(), mapping.path());
  ASSERT_TRUE(import.ok()) << import.status();
  EXPECT_EQ(Lines(*import), R"({"id":"e1","customer_id":"c2","name":"Product Viewed",)"
                            R"("time":"2026-01-05T10:00:00.000Z","properties":{"note":"a \"b\""}})"
                            "\n"
                            R"({"id":"e2","customer_id":"c1","name":"Order Completed",)"
                            R"("time":"2026-07-01T08:30:00.000Z",)"
                            R"("properties":{"total":12.5,"items":2,"gift":true}})"
                            "\n");
  EXPECT_EQ(import->lines, 4);
  EXPECT_EQ(import->skipped.at("duplicate id"), 1);
  EXPECT_EQ(import->skipped.at("neither customer nor visitor"), 1);
}

TEST(MappedCsvTest, DerivesMissingIdsFromTheRow) {
  const TemporaryFile log("log.csv", "who,ms\na,1000\na,2500\na,1000\n");
  const auto mapping = ParseMapping(
      R"({"name":"Ping","customer_id":{"column":"who"},"time":{"column":"ms","format":"unix_ms"}})",
      "map.json");
  ASSERT_TRUE(mapping.ok()) << mapping.status();
  const auto import = ImportMappedCsv(log.path(), *mapping);
  ASSERT_TRUE(import.ok()) << import.status();
  ASSERT_EQ(import->events.size(), 2u);
  EXPECT_THAT(import->events[0].id, StartsWith("row-"));
  EXPECT_EQ(import->events[1].time, absl::FromUnixMillis(2500));
}

TEST(MappedCsvTest, NamesFileLineAndColumnOfABadValue) {
  EXPECT_EQ(RowError("e,N,c,2026-07-01 09:30,12x,,,\n"),
            "log.csv:2: column 'Total': '12x' is no number");
  EXPECT_EQ(RowError("e,N,c,2026-07-01 09:30,,1.5,,\n"),
            "log.csv:2: column 'Items': '1.5' is no whole number");
  EXPECT_EQ(RowError("e,N,c,2026-07-01 09:30,,,maybe,\n"),
            "log.csv:2: column 'Gift': 'maybe' is neither true nor false");
  EXPECT_EQ(RowError("e,N,c,2026-07-01 09:30,1,1,1,\n,N,c,2026-07-01 09:30,,,,\n"),
            "log.csv:3: column 'id': empty event id");
  EXPECT_THAT(
      RowError("e,N,c,1 July,,,,\n"),
      HasSubstr("log.csv:2: column 'when': '1 July' is no time of the form %Y-%m-%d %H:%M"));
  EXPECT_EQ(RowError("e,N,c\n"), "log.csv:2: 3 fields where the header has 8");
}

TEST(MappedCsvTest, NamesAColumnThatIsMissing) {
  const TemporaryFile log("log.csv", "id,event,custmer,when,Total,Items,Gift,Note\n");
  const auto mapping = ParseMapping(kMapping, "map.json");
  EXPECT_THAT(std::string(ImportMappedCsv(log.path(), *mapping).status().message()),
              HasSubstr("no column 'customer'; did you mean 'custmer'?"));
}

TEST(MappingTest, NamesTheMemberThatIsWrong) {
  EXPECT_EQ(MappingError(R"({"customer_id":"c","time":{"column":"t"}})"),
            "map.json: name: missing");
  EXPECT_EQ(MappingError(R"({"name":"N","customer_id":"c"})"), "map.json: time: missing");
  EXPECT_EQ(MappingError(R"({"name":"N","customer_id":"c","time":{"colum":"t"}})"),
            "map.json: time: unknown member \"colum\"; did you mean \"column\"?");
  EXPECT_EQ(MappingError(R"({"name":"N","customer_id":"c","time":{"column":7}})"),
            "map.json: time.column: must be a string that is not empty");
  EXPECT_EQ(MappingError(R"({"name":"N","time":{"column":"t"}})"),
            "map.json: mapping: needs customer_id or anonymous_id");
  EXPECT_EQ(MappingError(R"({"name":"N","customer_id":"c","time":{"column":"t"},
                             "properties":{"a":{"column":"b","type":"money"}}})"),
            "map.json: properties.a.type: \"money\": must be string, number, integer or boolean");
  EXPECT_THAT(MappingError("{"), StartsWith("map.json: "));
}

}  // namespace
}  // namespace usher::importer
