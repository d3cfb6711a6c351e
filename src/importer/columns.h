#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "importer/csv_reader.h"

namespace usher::importer {

// The header of a CSV file: which column has which name.
class Columns {
 public:
  // Reads the header record. INVALID_ARGUMENT when the file is empty or repeats a name.
  static absl::StatusOr<Columns> Read(CsvReader* reader);

  // The position of the column `name`. INVALID_ARGUMENT names the file and the nearest column there
  // is.
  absl::StatusOr<std::size_t> Find(absl::string_view name) const;

  // Reads the next record into `record`; false at the end. INVALID_ARGUMENT when it has another
  // number of fields than the header.
  absl::StatusOr<bool> Next(CsvReader* reader, CsvRecord* record) const;

  // "file:line: column 'name': what", as an INVALID_ARGUMENT.
  absl::Status Wrong(const CsvRecord& record, std::size_t column, absl::string_view what) const;

 private:
  Columns(std::string file, std::vector<std::string> names)
      : file_(std::move(file)), names_(std::move(names)) {}

  std::string file_;
  std::vector<std::string> names_;
};

}  // namespace usher::importer
