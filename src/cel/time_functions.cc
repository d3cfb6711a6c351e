#include "cel/time_functions.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"

#include "cel/zone.h"

namespace usher::cel {
namespace {

// 0001-01-01T00:00:00Z and the second after 9999-12-31T23:59:59Z.
constexpr std::int64_t kSecondsMin = -62135596800;
constexpr std::int64_t kSecondsEnd = 253402300800;

// The largest count of nanoseconds that fits 64 bits.
constexpr absl::Duration DurationMax() { return absl::Nanoseconds(INT64_MAX); }

Value MakeTimestamp(absl::Time time, Context& context) {
  if (time < absl::FromUnixSeconds(kSecondsMin) || time >= absl::FromUnixSeconds(kSecondsEnd)) {
    return context.Fail(FaultCode::kOverflow, "a timestamp lies in the years 1 to 9999");
  }
  return Value::Timestamp(time);
}

Value MakeDuration(absl::Duration duration, Context& context) {
  if (duration > DurationMax() || duration < -DurationMax()) {
    return context.Fail(FaultCode::kOverflow, "a duration has at most 292 years");
  }
  return Value::Duration(duration);
}

// Takes `count` digits off the front of `text`; false when there are none so many.
bool TakeDigits(absl::string_view* text, std::size_t count, int* number) {
  if (text->size() < count) return false;
  *number = 0;
  for (const char c : text->substr(0, count)) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
    *number = *number * 10 + (c - '0');
  }
  text->remove_prefix(count);
  return true;
}

bool TakeSign(absl::string_view* text, char sign) {
  return absl::ConsumePrefix(text, absl::string_view(&sign, 1));
}

// ".5" as nanoseconds; what is finer than these is cut off.
bool TakeFraction(absl::string_view* text, int* nanoseconds) {
  *nanoseconds = 0;
  if (!TakeSign(text, '.')) return true;
  int digit = 0;
  int unit = 100'000'000;
  std::size_t digits = 0;
  for (; TakeDigits(text, 1, &digit); ++digits, unit /= 10) *nanoseconds += digit * unit;
  return digits > 0;
}

// "Z" or "+05:30".
bool TakeOffset(absl::string_view* text, int* seconds) {
  *seconds = 0;
  if (TakeSign(text, 'Z')) return true;
  const bool is_negative = TakeSign(text, '-');
  int hours = 0;
  int minutes = 0;
  if ((!is_negative && !TakeSign(text, '+')) || !TakeDigits(text, 2, &hours) ||
      !TakeSign(text, ':') || !TakeDigits(text, 2, &minutes) || hours > 23 || minutes > 59) {
    return false;
  }
  *seconds = (hours * 60 + minutes) * (is_negative ? -60 : 60);
  return true;
}

// Reads RFC 3339, without memory from the heap: conditions over the times of events do it often.
bool ParseTimestamp(absl::string_view text, absl::Time* time) {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int nanoseconds = 0;
  int offset = 0;
  if (!TakeDigits(&text, 4, &year) || !TakeSign(&text, '-') || !TakeDigits(&text, 2, &month) ||
      !TakeSign(&text, '-') || !TakeDigits(&text, 2, &day) || !TakeSign(&text, 'T') ||
      !TakeDigits(&text, 2, &hour) || !TakeSign(&text, ':') || !TakeDigits(&text, 2, &minute) ||
      !TakeSign(&text, ':') || !TakeDigits(&text, 2, &second) ||
      !TakeFraction(&text, &nanoseconds) || !TakeOffset(&text, &offset) || !text.empty()) {
    return false;
  }
  const absl::CivilSecond civil(year, month, day, hour, minute, second);
  // A date that does not exist becomes another one.
  if (civil.month() != month || civil.day() != day || civil.hour() != hour ||
      civil.minute() != minute || civil.second() != second) {
    return false;
  }
  *time = absl::FromCivil(civil, absl::UTCTimeZone()) - absl::Seconds(offset) +
          absl::Nanoseconds(nanoseconds);
  return true;
}

// The civil time of a timestamp, or an error in `*error`.
bool Civil(absl::string_view function, const Value* arguments, std::size_t count, Context& context,
           absl::TimeZone::CivilInfo* civil, Value* error) {
  const bool has_zone = count == 2;
  if (arguments[0].kind() != Kind::kTimestamp ||
      (has_zone && arguments[1].kind() != Kind::kString)) {
    *error = context.NoOverload(function, arguments, count);
    return false;
  }
  absl::TimeZone zone = absl::UTCTimeZone();
  if (has_zone && !FindZone(arguments[1].text(), &zone)) {
    *error =
        context.FailWith(FaultCode::kInvalidArgument, "no such time zone", arguments[1].text());
    return false;
  }
  *civil = zone.At(arguments[0].as_timestamp());
  return true;
}

// Applies `part`, from absl::TimeZone::CivilInfo to an integer, to a timestamp.
template <class Part>
Value CivilPart(absl::string_view function, const Value* arguments, std::size_t count,
                Context& context, Part part) {
  absl::TimeZone::CivilInfo civil;
  Value error;
  if (!Civil(function, arguments, count, context, &civil, &error)) return error;
  return Value::Int(static_cast<std::int64_t>(part(civil)));
}

// Nanoseconds within a second as 0, 3, 6 or 9 digits after a point.
std::string FormatFraction(std::int64_t nanoseconds) {
  if (nanoseconds == 0) return "";
  std::string digits = absl::StrCat(nanoseconds);
  digits.insert(0, 9 - digits.size(), '0');
  while (absl::EndsWith(digits, "000")) digits.resize(digits.size() - 3);
  return absl::StrCat(".", digits);
}

bool IsDurationAlone(const Value* arguments, std::size_t count) {
  return count == 1 && arguments[0].kind() == Kind::kDuration;
}

}  // namespace

Value AddTimes(const Value* arguments, std::size_t count, Context& context) {
  const Kind a = arguments[0].kind();
  const Kind b = arguments[1].kind();
  if (a == Kind::kDuration && b == Kind::kDuration) {
    return MakeDuration(arguments[0].as_duration() + arguments[1].as_duration(), context);
  }
  if (a == Kind::kTimestamp && b == Kind::kDuration) {
    return MakeTimestamp(arguments[0].as_timestamp() + arguments[1].as_duration(), context);
  }
  if (a == Kind::kDuration && b == Kind::kTimestamp) {
    return MakeTimestamp(arguments[1].as_timestamp() + arguments[0].as_duration(), context);
  }
  return context.NoOverload("+", arguments, count);
}

Value SubtractTimes(const Value* arguments, std::size_t count, Context& context) {
  const Kind a = arguments[0].kind();
  const Kind b = arguments[1].kind();
  if (a == Kind::kDuration && b == Kind::kDuration) {
    return MakeDuration(arguments[0].as_duration() - arguments[1].as_duration(), context);
  }
  if (a == Kind::kTimestamp && b == Kind::kDuration) {
    return MakeTimestamp(arguments[0].as_timestamp() - arguments[1].as_duration(), context);
  }
  if (a == Kind::kTimestamp && b == Kind::kTimestamp) {
    return MakeDuration(arguments[0].as_timestamp() - arguments[1].as_timestamp(), context);
  }
  return context.NoOverload("-", arguments, count);
}

Value ApplyTimestamp(const Value* arguments, std::size_t count, Context& context) {
  const Value& operand = arguments[0];
  if (operand.kind() == Kind::kTimestamp) return operand;
  if (operand.kind() == Kind::kInt) {
    if (operand.as_int() < kSecondsMin || operand.as_int() >= kSecondsEnd) {
      return context.Fail(FaultCode::kOverflow, "a timestamp lies in the years 1 to 9999");
    }
    return Value::Timestamp(absl::FromUnixSeconds(operand.as_int()));
  }
  if (operand.kind() != Kind::kString) return context.NoOverload("timestamp", arguments, count);
  absl::Time time;
  if (!ParseTimestamp(operand.text(), &time)) {
    return context.FailWith(FaultCode::kInvalidArgument,
                            "not a timestamp such as 2024-05-06T07:08:09Z", operand.text());
  }
  return MakeTimestamp(time, context);
}

Value ApplyDuration(const Value* arguments, std::size_t count, Context& context) {
  const Value& operand = arguments[0];
  if (operand.kind() == Kind::kDuration) return operand;
  if (operand.kind() != Kind::kString) return context.NoOverload("duration", arguments, count);
  absl::Duration duration;
  if (absl::StrContains(operand.text(), "inf") || !absl::ParseDuration(operand.text(), &duration)) {
    return context.FailWith(FaultCode::kInvalidArgument,
                            "not a duration such as 1h30m (units: h, m, s, ms, us, ns)",
                            operand.text());
  }
  return MakeDuration(duration, context);
}

Value ApplyGetFullYear(const Value* arguments, std::size_t count, Context& context) {
  return CivilPart("getFullYear", arguments, count, context,
                   [](const auto& civil) { return civil.cs.year(); });
}

Value ApplyGetMonth(const Value* arguments, std::size_t count, Context& context) {
  return CivilPart("getMonth", arguments, count, context,
                   [](const auto& civil) { return civil.cs.month() - 1; });
}

Value ApplyGetDate(const Value* arguments, std::size_t count, Context& context) {
  return CivilPart("getDate", arguments, count, context,
                   [](const auto& civil) { return civil.cs.day(); });
}

Value ApplyGetDayOfMonth(const Value* arguments, std::size_t count, Context& context) {
  return CivilPart("getDayOfMonth", arguments, count, context,
                   [](const auto& civil) { return civil.cs.day() - 1; });
}

Value ApplyGetDayOfWeek(const Value* arguments, std::size_t count, Context& context) {
  return CivilPart("getDayOfWeek", arguments, count, context, [](const auto& civil) {
    // Abseil counts from Monday.
    return (static_cast<int>(absl::GetWeekday(civil.cs)) + 1) % 7;
  });
}

Value ApplyGetDayOfYear(const Value* arguments, std::size_t count, Context& context) {
  return CivilPart("getDayOfYear", arguments, count, context, [](const auto& civil) {
    return absl::GetYearDay(absl::CivilDay(civil.cs)) - 1;
  });
}

Value ApplyGetHours(const Value* arguments, std::size_t count, Context& context) {
  if (IsDurationAlone(arguments, count)) {
    return Value::Int(absl::ToInt64Hours(arguments[0].as_duration()));
  }
  return CivilPart("getHours", arguments, count, context,
                   [](const auto& civil) { return civil.cs.hour(); });
}

Value ApplyGetMinutes(const Value* arguments, std::size_t count, Context& context) {
  if (IsDurationAlone(arguments, count)) {
    return Value::Int(absl::ToInt64Minutes(arguments[0].as_duration()));
  }
  return CivilPart("getMinutes", arguments, count, context,
                   [](const auto& civil) { return civil.cs.minute(); });
}

Value ApplyGetSeconds(const Value* arguments, std::size_t count, Context& context) {
  if (IsDurationAlone(arguments, count)) {
    return Value::Int(absl::ToInt64Seconds(arguments[0].as_duration()));
  }
  return CivilPart("getSeconds", arguments, count, context,
                   [](const auto& civil) { return civil.cs.second(); });
}

Value ApplyGetMilliseconds(const Value* arguments, std::size_t count, Context& context) {
  if (IsDurationAlone(arguments, count)) {
    return Value::Int(absl::ToInt64Milliseconds(arguments[0].as_duration()) % 1000);
  }
  return CivilPart("getMilliseconds", arguments, count, context,
                   [](const auto& civil) { return absl::ToInt64Milliseconds(civil.subsecond); });
}

std::string FormatTimestamp(absl::Time time) {
  const absl::Time second = absl::FromUnixSeconds(absl::ToUnixSeconds(time));
  return absl::StrCat(absl::FormatTime("%E4Y-%m-%dT%H:%M:%S", second, absl::UTCTimeZone()),
                      FormatFraction(absl::ToInt64Nanoseconds(time - second)), "Z");
}

std::string FormatDuration(const Value& duration) {
  const absl::Duration value = duration.as_duration();
  const bool is_negative = value < absl::ZeroDuration();
  absl::Duration rest;
  const std::int64_t seconds =
      absl::IDivDuration(absl::AbsDuration(value), absl::Seconds(1), &rest);
  return absl::StrCat(is_negative ? "-" : "", seconds,
                      FormatFraction(absl::ToInt64Nanoseconds(rest)), "s");
}

}  // namespace usher::cel
