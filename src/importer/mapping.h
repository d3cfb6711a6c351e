#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace usher::importer {

// A text that is the same for every row, or comes from a column; neither when both are empty.
struct TextRule {
  std::string constant;
  std::string column;
  bool absent() const { return constant.empty() && column.empty(); }
};

struct TimeRule {
  std::string column;
  // As for strptime ("%Y-%m-%d %H:%M:%E*S"), or "unix" or "unix_ms" for numbers.
  std::string format = "%Y-%m-%dT%H:%M:%E*S%Ez";
  std::string zone = "UTC";  // of times whose format names none
};

enum class PropertyType { kString, kNumber, kInteger, kBoolean };

struct PropertyRule {
  std::string name;
  std::string column;
  PropertyType type = PropertyType::kString;
};

// How the rows of a CSV file become events, one each.
struct Mapping {
  TextRule name;
  TextRule id;  // where absent, a hash of the row: rows alike in every field are one event
  TextRule customer_id;
  TextRule anonymous_id;
  TimeRule time;
  std::vector<PropertyRule> properties;
};

// Reads a mapping from its JSON text; docs/importing.md shows one. `file` stands for it in errors.
// INVALID_ARGUMENT names the member that is wrong, missing or unknown.
absl::StatusOr<Mapping> ParseMapping(absl::string_view text, absl::string_view file);

}  // namespace usher::importer
