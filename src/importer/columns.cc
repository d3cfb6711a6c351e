#include "importer/columns.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/nearest.h"

namespace usher::importer {

absl::StatusOr<Columns> Columns::Read(CsvReader* reader) {
  CsvRecord header;
  const absl::StatusOr<bool> read = reader->Next(&header);
  if (!read.ok()) return read.status();
  if (!*read) return absl::InvalidArgumentError(absl::StrCat(reader->name(), ": empty file"));
  std::vector<std::string> sorted = header.fields;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end()) {
    return absl::InvalidArgumentError(
        absl::StrCat(reader->name(), ":", header.line, ": column '", *twice, "' named twice"));
  }
  return Columns(reader->name(), std::move(header.fields));
}

absl::StatusOr<std::size_t> Columns::Find(absl::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found != names_.end()) return static_cast<std::size_t>(found - names_.begin());
  const std::string nearest = base::Nearest(name, names_);
  return absl::InvalidArgumentError(
      absl::StrCat(file_, ": no column '", name, "'",
                   nearest.empty() ? "" : absl::StrCat("; did you mean '", nearest, "'?")));
}

absl::StatusOr<bool> Columns::Next(CsvReader* reader, CsvRecord* record) const {
  absl::StatusOr<bool> read = reader->Next(record);
  if (!read.ok() || !*read) return read;
  if (record->fields.size() != names_.size()) {
    return absl::InvalidArgumentError(absl::StrCat(file_, ":", record->line, ": ",
                                                   record->fields.size(),
                                                   " fields where the header has ", names_.size()));
  }
  return true;
}

absl::Status Columns::Wrong(const CsvRecord& record, std::size_t column,
                            absl::string_view what) const {
  return absl::InvalidArgumentError(
      absl::StrCat(file_, ":", record.line, ": column '", names_[column], "': ", what));
}

}  // namespace usher::importer
