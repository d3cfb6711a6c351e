#include "liquid/date_filter.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/time/time.h"

namespace usher::liquid {
namespace {

using base::Value;

// What texts are read as, the most exact first.
constexpr absl::string_view kForms[] = {
    "%Y-%m-%d%ET%H:%M:%E*S%Ez",
    "%Y-%m-%d%ET%H:%M:%E*S",
    "%Y-%m-%d%ET%H:%M%Ez",
    "%Y-%m-%d %H:%M:%E*S %Ez",
    "%Y-%m-%d %H:%M:%E*S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
};

std::optional<absl::Time> ParseText(absl::string_view text, const RenderOptions& options) {
  if (text == "now" || text == "today") return options.now;
  // Abseil also reads "infinite-future".
  if (text.empty() || !absl::ascii_isdigit(static_cast<unsigned char>(text[0]))) {
    return std::nullopt;
  }
  std::int64_t seconds = 0;
  if (absl::SimpleAtoi(text, &seconds)) return absl::FromUnixSeconds(seconds);
  absl::Time time;
  for (const absl::string_view form : kForms) {
    if (absl::ParseTime(form, text, options.zone, &time, nullptr)) return time;
  }
  return std::nullopt;
}

// %L, milliseconds, is Ruby's; all other conversions are those of strftime.
std::string ToAbseil(absl::string_view format) {
  std::string out;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%' || i + 1 == format.size()) {
      out.push_back(format[i]);
    } else if (format[++i] == 'L') {
      out.append("%E3f");
    } else {
      out.push_back('%');
      out.push_back(format[i]);
    }
  }
  return out;
}

// Input that is no date stays as it is.
Datum Date(Datum input, FilterCall& call) {
  const RenderOptions& options = call.context->options();
  std::optional<absl::Time> time;
  if (const std::string* text = input.value().as_string()) {
    time = ParseText(*text, options);
  } else if (const std::int64_t* seconds = input.value().as_int()) {
    time = absl::FromUnixSeconds(*seconds);
  }
  std::string buffer;
  const absl::string_view format = call.Text(0, "", &buffer);
  if (!time.has_value() || format.empty()) return input;
  return Datum(Value(absl::FormatTime(ToAbseil(format), *time, options.zone)));
}

constexpr Filter kFilters[] = {{"date", 1, 1, "", Date}};

}  // namespace

absl::Span<const Filter> DateFilters() { return kFilters; }

}  // namespace usher::liquid
