#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "yaml/document.h"

// The types of plain scalars by the core schema of YAML 1.2.2, section 10.3.2: what `no`, `1.10`
// or `0x1F` mean where nothing else says so, and how numbers are written where a number is wanted.
namespace usher::yaml {

// Nothing written, or a plain `null` or `~`.
bool IsNull(const Node& node);

std::optional<bool> CoreBool(absl::string_view text);
// [-+]?[0-9]+, 0x and 0o.
bool IsCoreInt(absl::string_view text);
// Also .inf and .nan.
bool IsCoreFloat(absl::string_view text);

// A whole number; also one written as a float without fraction, such as 1e6 or 5.0.
// INVALID_ARGUMENT when `text` is no whole number, OUT_OF_RANGE outside the bounds (inclusive).
absl::StatusOr<std::int64_t> ParseInt(absl::string_view text, std::int64_t min, std::int64_t max);
absl::StatusOr<std::uint64_t> ParseUint(absl::string_view text, std::uint64_t max);
// INVALID_ARGUMENT when `text` is no number, OUT_OF_RANGE beyond `max` in magnitude; infinities
// and NaN are let through.
absl::StatusOr<double> ParseDouble(absl::string_view text, double max);

}  // namespace usher::yaml
