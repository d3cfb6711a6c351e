#include "liquid/date_filter.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/time/time.h"

#include "liquid/strftime.h"
#include "liquid/time_text.h"

namespace usher::liquid {
namespace {

using base::Value;

std::optional<absl::Time> TimeOf(const Value& value, const RenderOptions& options) {
  if (const std::optional<std::int64_t> seconds = WholeOf(value)) {
    return absl::FromUnixSeconds(*seconds);
  }
  const std::string* text = value.as_string();
  if (text == nullptr || text->empty()) return std::nullopt;
  const std::string lower = absl::AsciiStrToLower(*text);
  if (lower == "now" || lower == "today") return options.now;
  const bool is_number = std::all_of(lower.begin(), lower.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
  std::int64_t seconds = 0;
  if (is_number && absl::SimpleAtoi(lower, &seconds)) return absl::FromUnixSeconds(seconds);
  return ParseTimeText(*text, options.now, options.zone);
}

// Input that is no date stays as it is.
Datum Date(Datum input, FilterCall& call) {
  const RenderOptions& options = call.context->options();
  std::string buffer;
  const absl::string_view format = call.Text(0, "", &buffer);
  if (format.empty()) return input;
  const std::optional<absl::Time> time = TimeOf(input.value(), options);
  if (!time.has_value()) return input;
  // A field may be wide.
  if (!call.context->Spend(format.size())) return Datum();
  return TextDatum(Strftime(format, *time, options.zone));
}

constexpr Filter kFilters[] = {{"date", 1, 1, "", Date}};

}  // namespace

absl::Span<const Filter> DateFilters() { return kFilters; }

}  // namespace usher::liquid
