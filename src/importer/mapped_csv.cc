#include "importer/mapped_csv.h"

#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

#include "base/hash.h"
#include "base/json.h"
#include "base/value.h"
#include "importer/byte_source.h"
#include "importer/columns.h"
#include "importer/csv_reader.h"

namespace usher::importer {
namespace {

constexpr std::int64_t kUnixSecondsMax = 253'402'300'799;  // the end of the year 9999

// A mapping whose columns have been found in a file.
class MappedCsv {
 public:
  MappedCsv(const Mapping& mapping, CsvReader reader, Columns columns)
      : mapping_(mapping), reader_(std::move(reader)), columns_(std::move(columns)) {}

  absl::StatusOr<Import> Run();

 private:
  struct Text {
    std::string constant;
    std::optional<std::size_t> column;
  };

  absl::Status Bind();
  absl::Status BindText(const TextRule& rule, Text* text);
  const std::string& Get(const Text& text, const CsvRecord& record) const {
    return text.column.has_value() ? record.fields[*text.column] : text.constant;
  }
  absl::StatusOr<shop::Event> ToEvent(const CsvRecord& record) const;
  absl::StatusOr<absl::Time> ToTime(const CsvRecord& record) const;
  absl::StatusOr<base::Value> ToProperty(const CsvRecord& record, std::size_t column,
                                         PropertyType type) const;

  const Mapping& mapping_;
  CsvReader reader_;
  Columns columns_;
  absl::TimeZone zone_;
  Text name_, id_, customer_id_, anonymous_id_;
  std::size_t time_ = 0;
  std::vector<std::size_t> properties_;  // beside mapping_.properties
};

absl::Status MappedCsv::BindText(const TextRule& rule, Text* text) {
  text->constant = rule.constant;
  if (rule.column.empty()) return absl::OkStatus();
  const absl::StatusOr<std::size_t> column = columns_.Find(rule.column);
  if (column.ok()) text->column = *column;
  return column.status();
}

absl::Status MappedCsv::Bind() {
  if (!absl::LoadTimeZone(mapping_.time.zone, &zone_)) {
    return absl::InvalidArgumentError(
        absl::StrCat("time.zone: \"", mapping_.time.zone, "\" is no zone of the tz database"));
  }
  const std::pair<const TextRule*, Text*> texts[] = {{&mapping_.name, &name_},
                                                     {&mapping_.id, &id_},
                                                     {&mapping_.customer_id, &customer_id_},
                                                     {&mapping_.anonymous_id, &anonymous_id_}};
  for (const auto& [rule, text] : texts) {
    if (absl::Status bound = BindText(*rule, text); !bound.ok()) return bound;
  }
  const absl::StatusOr<std::size_t> time = columns_.Find(mapping_.time.column);
  if (!time.ok()) return time.status();
  time_ = *time;
  for (const PropertyRule& rule : mapping_.properties) {
    const absl::StatusOr<std::size_t> column = columns_.Find(rule.column);
    if (!column.ok()) return column.status();
    properties_.push_back(*column);
  }
  return absl::OkStatus();
}

absl::StatusOr<absl::Time> MappedCsv::ToTime(const CsvRecord& record) const {
  const std::string& text = record.fields[time_];
  const std::string& format = mapping_.time.format;
  if (format == "unix" || format == "unix_ms") {
    const std::int64_t per_second = format == "unix" ? 1 : 1000;
    std::int64_t number = 0;
    if (absl::SimpleAtoi(text, &number) && number >= 0 && number <= kUnixSecondsMax * per_second) {
      return absl::FromUnixMillis(number * (1000 / per_second));
    }
    return columns_.Wrong(record, time_, absl::StrCat("'", text, "' is no ", format, " time"));
  }
  absl::Time time;
  std::string why;
  if (absl::ParseTime(format, text, zone_, &time, &why) && time > absl::InfinitePast() &&
      time < absl::InfiniteFuture()) {
    return absl::FromUnixMillis(absl::ToUnixMillis(time));
  }
  return columns_.Wrong(record, time_,
                        absl::StrCat("'", text, "' is no time of the form ", format, ": ", why));
}

absl::StatusOr<base::Value> MappedCsv::ToProperty(const CsvRecord& record, std::size_t column,
                                                  PropertyType type) const {
  const std::string& text = record.fields[column];
  double number = 0;
  std::int64_t integer = 0;
  bool truth = false;
  switch (type) {
    case PropertyType::kString:
      return base::Value(text);
    case PropertyType::kNumber:
      if (absl::SimpleAtod(text, &number) && std::isfinite(number)) return base::Value(number);
      return columns_.Wrong(record, column, absl::StrCat("'", text, "' is no number"));
    case PropertyType::kInteger:
      if (absl::SimpleAtoi(text, &integer)) return base::Value(integer);
      return columns_.Wrong(record, column, absl::StrCat("'", text, "' is no whole number"));
    case PropertyType::kBoolean:
      if (absl::SimpleAtob(text, &truth)) return base::Value(truth);
      return columns_.Wrong(record, column, absl::StrCat("'", text, "' is neither true nor false"));
  }
  return columns_.Wrong(record, column, "property of no known type");
}

absl::StatusOr<shop::Event> MappedCsv::ToEvent(const CsvRecord& record) const {
  shop::Event event;
  event.name = Get(name_, record);
  if (event.name.empty()) return columns_.Wrong(record, *name_.column, "empty event name");
  if (mapping_.id.absent()) {
    std::string row;
    for (const std::string& field : record.fields) absl::StrAppend(&row, field.size(), ":", field);
    const base::Digest digest = base::Hash128(row);
    event.id = absl::StrCat("row-", base::ToHex({digest.data(), digest.size()}));
  } else {
    event.id = Get(id_, record);
    if (event.id.empty()) return columns_.Wrong(record, *id_.column, "empty event id");
  }
  event.customer_id = Get(customer_id_, record);
  event.anonymous_id = Get(anonymous_id_, record);
  const absl::StatusOr<absl::Time> time = ToTime(record);
  if (!time.ok()) return time.status();
  event.time = *time;
  base::Value properties{base::Value::Map{}};
  for (std::size_t i = 0; i < properties_.size(); ++i) {
    if (record.fields[properties_[i]].empty()) continue;
    absl::StatusOr<base::Value> value =
        ToProperty(record, properties_[i], mapping_.properties[i].type);
    if (!value.ok()) return value.status();
    properties.Set(mapping_.properties[i].name, *std::move(value));
  }
  event.properties = base::ToJson(properties);
  return event;
}

absl::StatusOr<Import> MappedCsv::Run() {
  if (absl::Status bound = Bind(); !bound.ok()) return bound;
  Import import;
  CsvRecord record;
  while (true) {
    const absl::StatusOr<bool> read = columns_.Next(&reader_, &record);
    if (!read.ok()) return read.status();
    if (!*read) break;
    ++import.lines;
    absl::StatusOr<shop::Event> event = ToEvent(record);
    if (!event.ok()) return event.status();
    if (event->customer_id.empty() && event->anonymous_id.empty()) {
      ++import.skipped["neither customer nor visitor"];
    } else {
      import.events.push_back(*std::move(event));
    }
  }
  Arrange(&import);
  return import;
}

absl::StatusOr<std::string> ReadAll(const std::string& path) {
  absl::StatusOr<std::unique_ptr<ByteSource>> file = OpenFile(path);
  if (!file.ok()) return file.status();
  std::string text;
  while (true) {
    const absl::StatusOr<absl::string_view> piece = (*file)->Next();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) return text;
    absl::StrAppend(&text, *piece);
  }
}

}  // namespace

absl::StatusOr<Import> ImportMappedCsv(const std::string& path, const Mapping& mapping) {
  absl::StatusOr<std::unique_ptr<ByteSource>> file = OpenFile(path);
  if (!file.ok()) return file.status();
  CsvReader reader(path, *std::move(file));
  absl::StatusOr<Columns> columns = Columns::Read(&reader);
  if (!columns.ok()) return columns.status();
  return MappedCsv(mapping, std::move(reader), *std::move(columns)).Run();
}

absl::StatusOr<Import> ImportMappedCsv(const std::string& path, const std::string& mapping_path) {
  const absl::StatusOr<std::string> text = ReadAll(mapping_path);
  if (!text.ok()) return text.status();
  const absl::StatusOr<Mapping> mapping = ParseMapping(*text, mapping_path);
  if (!mapping.ok()) return mapping.status();
  return ImportMappedCsv(path, *mapping);
}

}  // namespace usher::importer
