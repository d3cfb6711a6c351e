#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "importer/byte_source.h"

namespace usher::importer {

struct CsvRecord {
  std::int64_t line = 0;  // where the record begins; the first line is 1
  std::vector<std::string> fields;
};

// Reads RFC 4180 records: quoted fields may hold commas, doubled quotes and line breaks; lines end
// with LF or CRLF, the last one also with the file. A byte-order mark and empty lines are skipped.
// A record may take up to 1 MiB. For one thread.
class CsvReader {
 public:
  // `name` stands for the file in errors.
  CsvReader(std::string name, std::unique_ptr<ByteSource> source);

  // Overwrites `record` with the next one; false at the end. INVALID_ARGUMENT names file and line
  // of a quote out of place, of a quoted field that is never closed, and of a record too long.
  absl::StatusOr<bool> Next(CsvRecord* record);

  const std::string& name() const { return name_; }

 private:
  static constexpr int kEnd = -1;

  absl::StatusOr<int> Peek();  // the next byte, or kEnd
  void Take() { ++at_; }
  absl::StatusOr<bool> ReadField(std::string* field, std::size_t bytes_left);
  absl::Status Wrong(absl::string_view what) const;

  std::string name_;
  std::unique_ptr<ByteSource> source_;
  absl::string_view piece_;
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
  std::int64_t record_line_ = 1;
  bool begun_ = false;
};

}  // namespace usher::importer
