#include "liquid/time_text.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace usher::liquid {
namespace {

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
bool IsLetter(char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)); }

// The place of the name that `word`, of three letters or more, is or begins; -1 for none.
template <std::size_t kCount>
int Find(const absl::string_view (&names)[kCount], absl::string_view word) {
  if (word.size() < 3) return -1;
  for (std::size_t i = 0; i < kCount; ++i) {
    if (absl::StartsWith(names[i], word)) return static_cast<int>(i);
  }
  return -1;
}

constexpr absl::string_view kMonths[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
constexpr absl::string_view kDays[] = {"sunday",   "monday", "tuesday", "wednesday",
                                       "thursday", "friday", "saturday"};

// Reads a text, in lower case, piece by piece.
class Reader {
 public:
  explicit Reader(absl::string_view text) : rest_(text) {}

  bool ReadAll();
  std::optional<absl::Time> Time(absl::Time now, absl::TimeZone zone) const;

 private:
  struct Digits {
    std::int64_t number = 0;
    std::size_t count = 0;
  };

  char Peek(std::size_t ahead = 0) const { return ahead < rest_.size() ? rest_[ahead] : '\0'; }
  bool Take(char c);
  std::optional<Digits> TakeDigits();
  absl::string_view TakeWord();
  bool ReadNumber();
  bool ReadDate(const Digits& first, char separator);
  bool ReadClock(const Digits& first);
  bool ReadWord();
  bool ReadOffset();
  bool SetYear(const Digits& digits);

  absl::string_view rest_;
  std::optional<std::int64_t> year_;
  std::optional<std::int64_t> month_;
  std::optional<std::int64_t> day_;
  std::optional<std::int64_t> hour_;
  std::int64_t minute_ = 0;
  std::int64_t second_ = 0;
  absl::Duration fraction_;
  std::optional<absl::Duration> offset_;
};

bool Reader::Take(char c) {
  if (Peek() != c || rest_.empty()) return false;
  rest_.remove_prefix(1);
  return true;
}

std::optional<Reader::Digits> Reader::TakeDigits() {
  Digits digits;
  while (IsDigit(Peek(digits.count))) ++digits.count;
  if (digits.count == 0 || digits.count > 9) return std::nullopt;
  (void)absl::SimpleAtoi(rest_.substr(0, digits.count), &digits.number);
  rest_.remove_prefix(digits.count);
  return digits;
}

absl::string_view Reader::TakeWord() {
  std::size_t size = 0;
  while (IsLetter(Peek(size))) ++size;
  const absl::string_view word = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return word;
}

bool Reader::SetYear(const Digits& digits) {
  if (year_.has_value() || digits.count > 4) return false;
  year_ = digits.number;
  if (digits.count <= 2) *year_ += digits.number < 69 ? 2000 : 1900;
  return true;
}

// 2025-11-28 and 28.11.2025, with any of the separators.
bool Reader::ReadDate(const Digits& first, char separator) {
  rest_.remove_prefix(1);
  const std::optional<Digits> second = TakeDigits();
  if (month_.has_value() || day_.has_value() || !second.has_value()) return false;
  month_ = second->number;
  std::optional<Digits> third;
  if (Take(separator)) {
    third = TakeDigits();
    if (!third.has_value()) return false;
  }
  if (third.has_value() && first.count <= 2 && third->count > 2) {
    day_ = first.number;
    return SetYear(*third);
  }
  day_ = third.has_value() ? third->number : 1;
  return SetYear(first);
}

bool Reader::ReadClock(const Digits& first) {
  rest_.remove_prefix(1);
  const std::optional<Digits> minute = TakeDigits();
  if (hour_.has_value() || !minute.has_value()) return false;
  hour_ = first.number;
  minute_ = minute->number;
  if (Peek() != ':' || !IsDigit(Peek(1))) return true;
  rest_.remove_prefix(1);
  const std::optional<Digits> second = TakeDigits();
  if (!second.has_value()) return false;
  second_ = second->number;
  if (Peek() != '.' || !IsDigit(Peek(1))) return true;
  rest_.remove_prefix(1);
  const std::optional<Digits> fraction = TakeDigits();
  if (!fraction.has_value()) return false;
  absl::Duration part = absl::Seconds(fraction->number);
  for (std::size_t i = 0; i < fraction->count; ++i) part /= 10;
  fraction_ = part;
  return true;
}

bool Reader::ReadNumber() {
  const std::optional<Digits> digits = TakeDigits();
  if (!digits.has_value()) return false;
  const char next = Peek();
  if (next == ':' && IsDigit(Peek(1))) return ReadClock(*digits);
  if ((next == '-' || next == '/' || next == '.') && IsDigit(Peek(1))) {
    return ReadDate(*digits, next);
  }
  const absl::string_view after = absl::StripLeadingAsciiWhitespace(rest_).substr(0, 2);
  if (after == "am" || after == "pm") {
    if (hour_.has_value()) return false;
    hour_ = digits->number;
    return true;
  }
  if (day_.has_value() || digits->count > 2) return SetYear(*digits);
  day_ = digits->number;
  for (const absl::string_view ending : {"st", "nd", "rd", "th"}) {
    if (absl::StartsWith(rest_, ending)) {
      rest_.remove_prefix(ending.size());
      break;
    }
  }
  if (next == '-') rest_.remove_prefix(1);
  return true;
}

bool Reader::ReadWord() {
  const absl::string_view word = TakeWord();
  if (word == "t" || Find(kDays, word) >= 0) return true;
  if (word == "z" || word == "utc" || word == "gmt") {
    offset_ = absl::ZeroDuration();
    return true;
  }
  if (word == "am" || word == "pm") {
    if (!hour_.has_value() || *hour_ < 1 || *hour_ > 12) return false;
    hour_ = *hour_ % 12 + (word == "pm" ? 12 : 0);
    return true;
  }
  const int month = Find(kMonths, word);
  if (month < 0 || month_.has_value()) return false;
  month_ = month + 1;
  (void)(Take('.') || Take('-'));
  return true;
}

// +01:00, +0100 or +01.
bool Reader::ReadOffset() {
  const bool negative = Peek() == '-';
  rest_.remove_prefix(1);
  const std::optional<Digits> digits = TakeDigits();
  if (!digits.has_value() || !hour_.has_value()) return false;
  std::int64_t minutes = 0;
  if (digits->count == 4) {
    minutes = digits->number / 100 * 60 + digits->number % 100;
  } else if (digits->count <= 2) {
    minutes = digits->number * 60;
    if (Take(':')) {
      const std::optional<Digits> rest = TakeDigits();
      if (!rest.has_value()) return false;
      minutes += rest->number;
    }
  } else {
    return false;
  }
  offset_ = absl::Minutes(negative ? -minutes : minutes);
  return minutes < 24 * 60;
}

bool Reader::ReadAll() {
  while (true) {
    while (Peek() == ' ' || Peek() == ',') rest_.remove_prefix(1);
    if (rest_.empty()) return month_.has_value() || hour_.has_value();
    const char c = Peek();
    const bool read = IsDigit(c)                                   ? ReadNumber()
                      : IsLetter(c)                                ? ReadWord()
                      : (c == '+' || c == '-') && IsDigit(Peek(1)) ? ReadOffset()
                                                                   : false;
    if (!read) return false;
  }
}

std::optional<absl::Time> Reader::Time(absl::Time now, absl::TimeZone zone) const {
  const absl::CivilSecond today = zone.At(now).cs;
  const std::int64_t year = year_.value_or(today.year());
  const std::int64_t month = month_.value_or(today.month());
  const std::int64_t day = day_.value_or(month_.has_value() ? 1 : today.day());
  const std::int64_t hour = hour_.value_or(0);
  const absl::CivilDay date(year, month, day);
  // A day that does not exist would become another one.
  const bool exists = date.month() == month && date.day() == day;
  if (!exists || hour > 24 || minute_ > 59 || second_ > 60) return std::nullopt;
  const absl::CivilSecond second(year, month, day, hour, minute_, second_);
  if (offset_.has_value()) {
    return absl::FromCivil(second, absl::UTCTimeZone()) - *offset_ + fraction_;
  }
  return zone.At(second).pre + fraction_;
}

}  // namespace

std::optional<absl::Time> ParseTimeText(absl::string_view text, absl::Time now,
                                        absl::TimeZone zone) {
  const std::string lower = absl::AsciiStrToLower(text);
  Reader reader(lower);
  if (!reader.ReadAll()) return std::nullopt;
  return reader.Time(now, zone);
}

}  // namespace usher::liquid
