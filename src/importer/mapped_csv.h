#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "importer/import.h"
#include "importer/mapping.h"

namespace usher::importer {

// Reads a CSV file (.csv or .csv.xz) whose rows become events as `mapping` says. Empty fields give
// no property; rows that name neither a customer nor an anonymous visitor are skipped and counted.
// INVALID_ARGUMENT names file, line and column of a value that cannot be read.
absl::StatusOr<Import> ImportMappedCsv(const std::string& path, const Mapping& mapping);

// The same with the mapping in a file of its own.
absl::StatusOr<Import> ImportMappedCsv(const std::string& path, const std::string& mapping_path);

}  // namespace usher::importer
