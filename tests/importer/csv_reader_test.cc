#include "importer/csv_reader.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "importer/byte_source.h"
#include "tests/importer/temporary_file.h"

namespace usher::importer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Fields = std::vector<std::string>;

// Hands out a text in pieces of the given size.
class TextSource final : public ByteSource {
 public:
  TextSource(std::string text, std::size_t piece) : text_(std::move(text)), piece_(piece) {}
  absl::StatusOr<absl::string_view> Next() override {
    const std::size_t size = std::min(piece_, text_.size() - at_);
    at_ += size;
    return absl::string_view(text_).substr(at_ - size, size);
  }

 private:
  std::string text_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

absl::StatusOr<std::vector<CsvRecord>> ReadAll(const std::string& text, std::size_t piece = 4096) {
  CsvReader reader("log.csv", std::make_unique<TextSource>(text, piece));
  std::vector<CsvRecord> records;
  CsvRecord record;
  while (true) {
    const absl::StatusOr<bool> read = reader.Next(&record);
    if (!read.ok()) return read.status();
    if (!*read) return records;
    records.push_back(record);
  }
}

TEST(CsvReaderTest, ReadsQuotesCommasBreaksAndBothLineEnds) {
  const auto records =
      ReadAll("a,b,c\r\n1,\"x, \"\"y\"\"\",\n\"two\r\nlines\",,\"\"\n\nlast,\"q\",end");
  ASSERT_TRUE(records.ok()) << records.status();
  ASSERT_EQ(records->size(), 4u);
  EXPECT_THAT((*records)[0].fields, ElementsAre("a", "b", "c"));
  EXPECT_THAT((*records)[1].fields, ElementsAre("1", "x, \"y\"", ""));
  EXPECT_THAT((*records)[2].fields, ElementsAre("two\r\nlines", "", ""));
  EXPECT_THAT((*records)[3].fields, ElementsAre("last", "q", "end"));
  EXPECT_EQ((*records)[2].line, 3);
  EXPECT_EQ((*records)[3].line, 6);
}

TEST(CsvReaderTest, ReadsTheSameInPiecesOfAnySize) {
  const std::string text = "a,\"b\"\"\"\r\n\"c\nd\",e\r\n";
  for (std::size_t piece = 1; piece < 8; ++piece) {
    const auto records = ReadAll(text, piece);
    ASSERT_TRUE(records.ok()) << records.status();
    ASSERT_EQ(records->size(), 2u) << piece;
    EXPECT_THAT((*records)[0].fields, ElementsAre("a", "b\""));
    EXPECT_THAT((*records)[1].fields, ElementsAre("c\nd", "e"));
  }
}

TEST(CsvReaderTest, SkipsAByteOrderMark) {
  const auto records = ReadAll("\xEF\xBB\xBFid,name\n");
  ASSERT_TRUE(records.ok());
  EXPECT_THAT((*records)[0].fields, ElementsAre("id", "name"));
}

TEST(CsvReaderTest, GivesNothingForAnEmptyFile) {
  const auto records = ReadAll("");
  ASSERT_TRUE(records.ok());
  EXPECT_TRUE(records->empty());
}

TEST(CsvReaderTest, NamesFileAndLineOfWhatIsWrong) {
  EXPECT_EQ(ReadAll("a\nb\"c\n").status().message(), "log.csv:2: quote inside an unquoted field");
  EXPECT_EQ(ReadAll("a\n\"b\"c\n").status().message(),
            "log.csv:2: text behind the closing quote of a field");
  EXPECT_EQ(ReadAll("a\n\"b\nc\n").status().message(),
            "log.csv:4: quoted field without a closing quote (record begun on line 2)");
  EXPECT_EQ(ReadAll("a\rb\n").status().message(),
            "log.csv:1: carriage return inside an unquoted field");
}

TEST(CsvReaderTest, RefusesARecordWithoutEnd) {
  EXPECT_THAT(std::string(ReadAll("\"" + std::string(2 << 20, 'x')).status().message()),
              HasSubstr("longer than 1 MiB"));
}

TEST(ByteSourceTest, SaysWhichFileIsMissingOrDamaged) {
  EXPECT_EQ(OpenFile("no/such.csv").status().code(), absl::StatusCode::kNotFound);
  const TemporaryFile file("damaged.csv.xz", "this is no xz file");
  auto source = OpenFile(file.path());
  ASSERT_TRUE(source.ok());
  const auto piece = (*source)->Next();
  EXPECT_EQ(piece.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(piece.status().message()), HasSubstr("not a whole xz file"));
}

}  // namespace
}  // namespace usher::importer
