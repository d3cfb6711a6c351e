#include "yaml/core_schema.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace usher::yaml {
namespace {

bool ConsumeSign(absl::string_view* text) {
  if (absl::ConsumePrefix(text, "-")) return true;
  absl::ConsumePrefix(text, "+");
  return false;
}

std::size_t ConsumeDigits(absl::string_view* text) {
  std::size_t count = 0;
  while (count < text->size() && absl::ascii_isdigit(static_cast<unsigned char>((*text)[count]))) {
    ++count;
  }
  text->remove_prefix(count);
  return count;
}

bool AllDigits(absl::string_view text, int base) {
  if (text.empty()) return false;
  for (const char c : text) {
    if (base == 16 ? !absl::ascii_isxdigit(static_cast<unsigned char>(c)) : c < '0' || c > '7') {
      return false;
    }
  }
  return true;
}

struct Whole {
  bool negative = false;
  std::uint64_t magnitude = 0;
};

absl::Status NotWhole() { return absl::InvalidArgumentError("expected a whole number"); }

absl::StatusOr<Whole> ParseWhole(absl::string_view text) {
  Whole whole;
  if (IsCoreInt(text)) {
    whole.negative = ConsumeSign(&text);
    const int base = absl::ConsumePrefix(&text, "0x")   ? 16
                     : absl::ConsumePrefix(&text, "0o") ? 8
                                                        : 10;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), whole.magnitude, base);
    if (error != std::errc()) return absl::OutOfRangeError("out of range");
    return whole;
  }
  double number = 0;
  if (!IsCoreFloat(text) || !absl::SimpleAtod(text, &number)) return NotWhole();
  // Beyond 2^53 a double no longer says which whole number was meant.
  if (std::isnan(number) || number != std::trunc(number)) return NotWhole();
  if (std::abs(number) > 9007199254740992.0) return absl::OutOfRangeError("out of range");
  whole.negative = number < 0;
  whole.magnitude = static_cast<std::uint64_t>(std::abs(number));
  return whole;
}

}  // namespace

bool IsNull(const Node& node) {
  if (node.kind != Node::Kind::kScalar || node.style != ScalarStyle::kPlain) return false;
  return node.text.empty() || node.text == "~" || node.text == "null" || node.text == "Null" ||
         node.text == "NULL";
}

std::optional<bool> CoreBool(absl::string_view text) {
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  return std::nullopt;
}

bool IsCoreInt(absl::string_view text) {
  if (absl::ConsumePrefix(&text, "0x")) return AllDigits(text, 16);
  if (absl::ConsumePrefix(&text, "0o")) return AllDigits(text, 8);
  ConsumeSign(&text);
  return ConsumeDigits(&text) > 0 && text.empty();
}

bool IsCoreFloat(absl::string_view text) {
  if (text == ".nan" || text == ".NaN" || text == ".NAN") return true;
  ConsumeSign(&text);
  if (text == ".inf" || text == ".Inf" || text == ".INF") return true;
  std::size_t digits = ConsumeDigits(&text);
  if (absl::ConsumePrefix(&text, ".")) digits += ConsumeDigits(&text);
  if (digits == 0) return false;
  if (absl::ConsumePrefix(&text, "e") || absl::ConsumePrefix(&text, "E")) {
    ConsumeSign(&text);
    if (ConsumeDigits(&text) == 0) return false;
  }
  return text.empty();
}

absl::StatusOr<std::int64_t> ParseInt(absl::string_view text, std::int64_t min, std::int64_t max) {
  const absl::StatusOr<Whole> whole = ParseWhole(text);
  if (absl::IsInvalidArgument(whole.status())) return whole.status();
  const auto limit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (whole.ok() && whole->magnitude <= limit + (whole->negative ? 1 : 0)) {
    const auto value =
        static_cast<std::int64_t>(whole->negative ? 0 - whole->magnitude : whole->magnitude);
    if (value >= min && value <= max) return value;
  }
  return absl::OutOfRangeError(absl::StrCat("is out of range: from ", min, " to ", max));
}

absl::StatusOr<std::uint64_t> ParseUint(absl::string_view text, std::uint64_t max) {
  const absl::StatusOr<Whole> whole = ParseWhole(text);
  if (absl::IsInvalidArgument(whole.status())) return whole.status();
  if (whole.ok() && (!whole->negative || whole->magnitude == 0) && whole->magnitude <= max) {
    return whole->magnitude;
  }
  return absl::OutOfRangeError(absl::StrCat("is out of range: from 0 to ", max));
}

absl::StatusOr<double> ParseDouble(absl::string_view text, double max) {
  if (IsCoreInt(text) && (absl::StartsWith(text, "0x") || absl::StartsWith(text, "0o"))) {
    const absl::StatusOr<Whole> whole = ParseWhole(text);
    if (!whole.ok()) return absl::OutOfRangeError("is out of range");
    return static_cast<double>(whole->magnitude);
  }
  if (!IsCoreFloat(text)) return absl::InvalidArgumentError("expected a number");
  if (absl::EndsWithIgnoreCase(text, ".nan")) return std::numeric_limits<double>::quiet_NaN();
  if (absl::EndsWithIgnoreCase(text, ".inf")) {
    const double infinity = std::numeric_limits<double>::infinity();
    return text[0] == '-' ? -infinity : infinity;
  }
  double number = 0;
  if (!absl::SimpleAtod(text, &number)) return absl::InvalidArgumentError("expected a number");
  if (std::abs(number) > max) return absl::OutOfRangeError("is out of range");
  return number;
}

}  // namespace usher::yaml
