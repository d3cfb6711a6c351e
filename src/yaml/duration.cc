#include "yaml/duration.h"

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace usher::yaml {
namespace {

struct Unit {
  absl::string_view name;
  absl::Duration length;
};

constexpr std::array<Unit, 6> kUnits = {{{"w", absl::Hours(168)},
                                         {"d", absl::Hours(24)},
                                         {"h", absl::Hours(1)},
                                         {"m", absl::Minutes(1)},
                                         {"s", absl::Seconds(1)},
                                         {"ms", absl::Milliseconds(1)}}};

// What google.protobuf.Duration can hold.
constexpr absl::Duration kMax = absl::Seconds(315'576'000'000);

absl::Status Malformed() {
  return absl::InvalidArgumentError(
      "expected a duration such as 90s, 30m, 1h30m, 2d or 1w (units w, d, h, m, s, ms, the larger "
      "first)");
}

absl::string_view TakeWhile(absl::string_view* text, bool (*accept)(unsigned char)) {
  std::size_t size = 0;
  while (size < text->size() && accept(static_cast<unsigned char>((*text)[size]))) ++size;
  const absl::string_view taken = text->substr(0, size);
  text->remove_prefix(size);
  return taken;
}

bool IsNumeric(unsigned char c) { return absl::ascii_isdigit(c) || c == '.'; }

// `digits` times `unit` without the rounding of a double.
absl::StatusOr<absl::Duration> Multiply(absl::string_view digits, absl::Duration unit) {
  const std::size_t point = std::min(digits.find('.'), digits.size());
  absl::Duration total = absl::ZeroDuration();
  for (const char c : digits.substr(0, point)) total = total * 10 + unit * (c - '0');
  absl::Duration scale = unit;
  if (point < digits.size()) {
    if (point == 0 || point + 1 == digits.size()) return Malformed();
    for (const char c : digits.substr(point + 1)) {
      if (c == '.') return Malformed();
      scale /= 10;
      total += scale * (c - '0');
    }
  }
  return total;
}

}  // namespace

absl::StatusOr<absl::Duration> ParseDuration(absl::string_view text) {
  const bool negative = absl::ConsumePrefix(&text, "-");
  if (text.empty()) return Malformed();
  absl::Duration total = absl::ZeroDuration();
  auto next_unit = kUnits.begin();
  while (!text.empty()) {
    const absl::string_view digits = TakeWhile(&text, IsNumeric);
    const absl::string_view name = TakeWhile(&text, absl::ascii_isalpha);
    while (next_unit != kUnits.end() && next_unit->name != name) ++next_unit;
    if (digits.empty() || next_unit == kUnits.end()) return Malformed();
    absl::StatusOr<absl::Duration> part = Multiply(digits, next_unit->length);
    if (!part.ok()) return part;
    total += *part;
    ++next_unit;
  }
  if (total > kMax) return absl::OutOfRangeError("is out of range: at most 10,000 years");
  return negative ? -total : total;
}

}  // namespace usher::yaml
