#include "liquid/strftime.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace usher::liquid {
namespace {

constexpr absl::string_view kMonths[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
constexpr absl::string_view kDays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                       "Thursday", "Friday", "Saturday"};
// Wider fields are cut to this.
constexpr int kWidthMax = 1024;

struct Conversion {
  char padding = 0;  // 0: what is usual for it; '-': none
  bool upper = false;
  bool swaps_case = false;
  int colons = 0;
  int width = 0;  // 0: none was given
  char letter = 0;
};

// Reads what follows a %; none when it is no conversion.
std::optional<Conversion> Read(absl::string_view* text) {
  Conversion conversion;
  absl::string_view rest = *text;
  for (; !rest.empty(); rest.remove_prefix(1)) {
    const char c = rest[0];
    if (c == '-' || c == '0' || c == '_') {
      conversion.padding = c == '_' ? ' ' : c;
    } else if (c == '^') {
      conversion.upper = true;
    } else if (c == '#') {
      conversion.swaps_case = true;
    } else {
      break;
    }
  }
  for (; !rest.empty() && absl::ascii_isdigit(static_cast<unsigned char>(rest[0]));
       rest.remove_prefix(1)) {
    conversion.width = std::min(conversion.width * 10 + (rest[0] - '0'), kWidthMax);
  }
  for (; !rest.empty() && rest[0] == ':'; rest.remove_prefix(1)) ++conversion.colons;
  if (rest.empty() || (conversion.colons > 0 && rest[0] != 'z')) return std::nullopt;
  conversion.letter = rest[0];
  *text = rest.substr(1);
  return conversion;
}

class Formatter {
 public:
  Formatter(absl::Time time, absl::TimeZone zone, std::string* out)
      : time_(time),
        zone_(zone),
        at_(zone.At(time)),
        day_(at_.cs),
        weekday_((static_cast<int>(absl::GetWeekday(day_)) + 1) % 7),
        out_(out) {}

  // False when the letter is no conversion.
  bool Append(const Conversion& conversion);

 private:
  void Number(const Conversion& conversion, std::int64_t number, int width, char padding = '0');
  void Text(const Conversion& conversion, absl::string_view text, bool swaps_to_lower = false);
  void Nested(const Conversion& conversion, absl::string_view format) {
    Text(conversion, Strftime(format, time_, zone_));
  }
  void Fraction(const Conversion& conversion, int digits);
  void Offset(const Conversion& conversion);
  // Weeks of the year that begin with `first_day`; days before the first one are in week 0.
  int Week(int first_day) const {
    return (absl::GetYearDay(day_) - 1 + 7 - (weekday_ - first_day + 7) % 7) / 7;
  }
  // The Thursday of this week, whose year and week are those of ISO 8601.
  absl::CivilDay Thursday() const { return day_ + (4 - (weekday_ + 6) % 7 - 1); }

  absl::Time time_;
  absl::TimeZone zone_;
  absl::TimeZone::CivilInfo at_;
  absl::CivilDay day_;
  int weekday_;  // from Sunday, 0
  std::string* out_;
};

void Formatter::Number(const Conversion& conversion, std::int64_t number, int width, char padding) {
  if (conversion.padding != 0) padding = conversion.padding;
  if (conversion.width > 0) width = conversion.width;
  const std::string digits = absl::StrCat(number < 0 ? -number : number);
  const int missing =
      padding == '-' ? 0 : width - static_cast<int>(digits.size()) - (number < 0 ? 1 : 0);
  if (padding == ' ') out_->append(static_cast<std::size_t>(std::max(missing, 0)), ' ');
  if (number < 0) out_->push_back('-');
  if (padding == '0') out_->append(static_cast<std::size_t>(std::max(missing, 0)), '0');
  out_->append(digits);
}

void Formatter::Text(const Conversion& conversion, absl::string_view text, bool swaps_to_lower) {
  std::string shown(text);
  if (conversion.swaps_case && swaps_to_lower) {
    absl::AsciiStrToLower(&shown);
  } else if (conversion.upper || conversion.swaps_case) {
    absl::AsciiStrToUpper(&shown);
  }
  const int missing =
      conversion.padding == '-' ? 0 : conversion.width - static_cast<int>(shown.size());
  out_->append(static_cast<std::size_t>(std::max(missing, 0)),
               conversion.padding == '0' ? '0' : ' ');
  out_->append(shown);
}

void Formatter::Fraction(const Conversion& conversion, int digits) {
  if (conversion.width > 0) digits = conversion.width;
  std::string fraction = absl::StrCat(absl::ToInt64Nanoseconds(at_.subsecond));
  fraction.insert(0, 9 - fraction.size(), '0');
  fraction.resize(static_cast<std::size_t>(digits), '0');
  out_->append(fraction);
}

void Formatter::Offset(const Conversion& conversion) {
  const int seconds = std::abs(at_.offset);
  const auto two = [](int number) { return absl::StrCat(number < 10 ? "0" : "", number); };
  const char* colon = conversion.colons > 0 ? ":" : "";
  std::string rest = absl::StrCat(colon, two(seconds / 60 % 60));
  if (conversion.colons > 1) absl::StrAppend(&rest, ":", two(seconds % 60));
  std::string hours = two(seconds / 3600);
  const int missing = conversion.width - 1 - static_cast<int>(hours.size() + rest.size());
  if (conversion.padding != '-' && missing > 0) {
    hours.insert(0, static_cast<std::size_t>(missing), conversion.padding == ' ' ? ' ' : '0');
  }
  absl::StrAppend(out_, at_.offset < 0 ? "-" : "+", hours, rest);
}

bool Formatter::Append(const Conversion& conversion) {
  const auto& civil = at_.cs;
  const int hour12 = (civil.hour() + 11) % 12 + 1;
  switch (conversion.letter) {
    case 'Y':
      Number(conversion, civil.year(), civil.year() < 0 ? 5 : 4);
      return true;
    case 'C':
      Number(conversion, (civil.year() - (civil.year() < 0 ? 99 : 0)) / 100, 2);
      return true;
    case 'y':
      Number(conversion, (civil.year() % 100 + 100) % 100, 2);
      return true;
    case 'm':
      Number(conversion, civil.month(), 2);
      return true;
    case 'B':
      Text(conversion, kMonths[civil.month() - 1]);
      return true;
    case 'b':
    case 'h':
      Text(conversion, kMonths[civil.month() - 1].substr(0, 3));
      return true;
    case 'd':
      Number(conversion, civil.day(), 2);
      return true;
    case 'e':
      Number(conversion, civil.day(), 2, ' ');
      return true;
    case 'j':
      Number(conversion, absl::GetYearDay(day_), 3);
      return true;
    case 'H':
      Number(conversion, civil.hour(), 2);
      return true;
    case 'k':
      Number(conversion, civil.hour(), 2, ' ');
      return true;
    case 'I':
      Number(conversion, hour12, 2);
      return true;
    case 'l':
      Number(conversion, hour12, 2, ' ');
      return true;
    case 'M':
      Number(conversion, civil.minute(), 2);
      return true;
    case 'S':
      Number(conversion, civil.second(), 2);
      return true;
    case 'L':
      Fraction(conversion, 3);
      return true;
    case 'N':
      Fraction(conversion, 9);
      return true;
    case 's':
      Number(conversion, absl::ToUnixSeconds(time_), 1);
      return true;
    case 'p':
      Text(conversion, civil.hour() < 12 ? "AM" : "PM", true);
      return true;
    case 'P':
      Text(conversion, civil.hour() < 12 ? "am" : "pm");
      return true;
    case 'A':
      Text(conversion, kDays[weekday_]);
      return true;
    case 'a':
      Text(conversion, kDays[weekday_].substr(0, 3));
      return true;
    case 'u':
      Number(conversion, weekday_ == 0 ? 7 : weekday_, 1);
      return true;
    case 'w':
      Number(conversion, weekday_, 1);
      return true;
    case 'G':
      Number(conversion, Thursday().year(), 4);
      return true;
    case 'g':
      Number(conversion, Thursday().year() % 100, 2);
      return true;
    case 'V':
      Number(conversion, (absl::GetYearDay(Thursday()) - 1) / 7 + 1, 2);
      return true;
    case 'U':
      Number(conversion, Week(0), 2);
      return true;
    case 'W':
      Number(conversion, Week(1), 2);
      return true;
    case 'z':
      Offset(conversion);
      return true;
    case 'Z':
      Text(conversion, at_.zone_abbr, true);
      return true;
    case 'c':
      Nested(conversion, "%a %b %e %H:%M:%S %Y");
      return true;
    case 'D':
    case 'x':
      Nested(conversion, "%m/%d/%y");
      return true;
    case 'F':
      Nested(conversion, "%Y-%m-%d");
      return true;
    case 'T':
    case 'X':
      Nested(conversion, "%H:%M:%S");
      return true;
    case 'R':
      Nested(conversion, "%H:%M");
      return true;
    case 'r':
      Nested(conversion, "%I:%M:%S %p");
      return true;
    case 'v':
      Nested(conversion, "%e-%^b-%4Y");
      return true;
    case 'n':
      Text(conversion, "\n");
      return true;
    case 't':
      Text(conversion, "\t");
      return true;
    case '%':
      Text(conversion, "%");
      return true;
    default:
      return false;
  }
}

}  // namespace

std::string Strftime(absl::string_view format, absl::Time time, absl::TimeZone zone) {
  std::string out;
  Formatter formatter(time, zone, &out);
  while (!format.empty()) {
    const std::size_t percent = std::min(format.find('%'), format.size());
    out.append(format.data(), percent);
    format.remove_prefix(percent);
    if (format.empty()) break;
    absl::string_view rest = format.substr(1);
    const std::optional<Conversion> conversion = Read(&rest);
    if (!conversion.has_value() || !formatter.Append(*conversion)) {
      rest = format.substr(1);
      out.push_back('%');
    }
    format = rest;
  }
  return out;
}

}  // namespace usher::liquid
