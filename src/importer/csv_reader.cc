#include "importer/csv_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace usher::importer {
namespace {

constexpr std::size_t kRecordBytesMax = 1024 * 1024;
constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

CsvReader::CsvReader(std::string name, std::unique_ptr<ByteSource> source)
    : name_(std::move(name)), source_(std::move(source)) {}

absl::StatusOr<int> CsvReader::Peek() {
  if (at_ == piece_.size()) {
    absl::StatusOr<absl::string_view> next = source_->Next();
    if (!next.ok()) return next.status();
    piece_ = *next;
    at_ = 0;
    if (piece_.empty()) return kEnd;
  }
  return static_cast<unsigned char>(piece_[at_]);
}

absl::StatusOr<bool> CsvReader::Next(CsvRecord* record) {
  record->fields.clear();
  while (true) {
    absl::StatusOr<int> byte = Peek();
    if (!byte.ok()) return byte.status();
    if (*byte == kEnd) return false;
    if (!begun_) {
      begun_ = true;
      // The mark always lies within the first piece.
      if (piece_.substr(0, kByteOrderMark.size()) == kByteOrderMark) at_ += kByteOrderMark.size();
      continue;
    }
    if (*byte != '\n' && *byte != '\r') break;
    if (*byte == '\n') ++line_;
    Take();
  }
  record_line_ = record->line = line_;
  std::size_t bytes = 0;
  while (true) {
    std::string field;
    const absl::StatusOr<bool> more = ReadField(&field, kRecordBytesMax - bytes);
    if (!more.ok()) return more.status();
    bytes += field.size();
    record->fields.push_back(std::move(field));
    if (!*more) return true;
  }
}

// Reads a field and the comma or line end after it; true when it was a comma.
absl::StatusOr<bool> CsvReader::ReadField(std::string* field, std::size_t bytes_left) {
  bool quoted = false;  // inside quotes
  bool closed = false;  // behind the closing quote
  bool carriage_return = false;
  while (true) {
    const absl::StatusOr<int> byte = Peek();
    if (!byte.ok()) return byte.status();
    if (field->size() > bytes_left) return Wrong("record longer than 1 MiB");
    if (quoted) {
      if (*byte == kEnd) return Wrong("quoted field without a closing quote");
      Take();
      if (*byte == '\n') ++line_;
      if (*byte != '"') {
        field->push_back(static_cast<char>(*byte));
        continue;
      }
      const absl::StatusOr<int> next = Peek();
      if (!next.ok()) return next.status();
      if (*next == '"') {
        field->push_back('"');
        Take();
      } else {
        quoted = false;
        closed = true;
      }
      continue;
    }
    if (*byte == kEnd) return false;
    if (*byte == '\n') {
      Take();
      ++line_;
      return false;
    }
    if (carriage_return) return Wrong("carriage return inside an unquoted field");
    Take();
    if (*byte == ',') return true;
    if (*byte == '\r') {
      carriage_return = true;
    } else if (closed) {
      return Wrong("text behind the closing quote of a field");
    } else if (*byte == '"') {
      if (!field->empty()) return Wrong("quote inside an unquoted field");
      quoted = true;
    } else {
      field->push_back(static_cast<char>(*byte));
    }
  }
}

absl::Status CsvReader::Wrong(absl::string_view what) const {
  const std::string begun =
      record_line_ == line_ ? "" : absl::StrCat(" (record begun on line ", record_line_, ")");
  return absl::InvalidArgumentError(absl::StrCat(name_, ":", line_, ": ", what, begun));
}

}  // namespace usher::importer
