#include "cel/time_functions.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
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

bool IsDigits(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  return !text.empty();
}

// "2024-05-06T07:08:09" then a fraction and a zone. Abseil's parser is more generous than RFC 3339.
bool LooksLikeTimestamp(absl::string_view text) {
  constexpr absl::string_view kShape = "dddd-dd-ddTdd:dd:dd";
  if (text.size() <= kShape.size()) return false;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] == 'd' ? !IsDigits(text.substr(i, 1)) : text[i] != kShape[i]) return false;
  }
  absl::string_view rest = text.substr(kShape.size());
  if (rest[0] == '.') {
    std::size_t end = 1;
    while (end < rest.size() && IsDigits(rest.substr(end, 1))) ++end;
    if (end == 1) return false;
    rest.remove_prefix(end);
  }
  if (rest == "Z") return true;
  return rest.size() == 6 && (rest[0] == '+' || rest[0] == '-') && rest[3] == ':' &&
         IsDigits(rest.substr(1, 2)) && IsDigits(rest.substr(4, 2));
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
  std::string ignored;
  const std::string text(operand.text());
  if (!LooksLikeTimestamp(operand.text()) ||
      !absl::ParseTime(absl::RFC3339_full, text, &time, &ignored)) {
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
