#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "cel/context.h"
#include "cel/value.h"

namespace usher::cel {

// + and - where timestamps and durations take part; else no such overload.
Value AddTimes(const Value* arguments, std::size_t count, Context& context);
Value SubtractTimes(const Value* arguments, std::size_t count, Context& context);

// timestamp(): of RFC 3339 text, seconds since 1970 or a timestamp; years 1 to 9999.
// duration(): of text such as "1h30m" or "-2.5s", or a duration; at most about 290 years.
Value ApplyTimestamp(const Value* arguments, std::size_t count, Context& context);
Value ApplyDuration(const Value* arguments, std::size_t count, Context& context);

// The parts of a timestamp, in UTC or the zone of a second argument: an IANA name or an offset
// such as "+05:30". Months and days of week, month and year count from 0, getDate() from 1. The
// last four also take a duration: its whole hours, minutes and seconds, and the milliseconds
// within its second.
Value ApplyGetFullYear(const Value* arguments, std::size_t count, Context& context);
Value ApplyGetMonth(const Value* arguments, std::size_t count, Context& context);
Value ApplyGetDate(const Value* arguments, std::size_t count, Context& context);
Value ApplyGetDayOfMonth(const Value* arguments, std::size_t count, Context& context);
Value ApplyGetDayOfWeek(const Value* arguments, std::size_t count, Context& context);
Value ApplyGetDayOfYear(const Value* arguments, std::size_t count, Context& context);
Value ApplyGetHours(const Value* arguments, std::size_t count, Context& context);
Value ApplyGetMinutes(const Value* arguments, std::size_t count, Context& context);
Value ApplyGetSeconds(const Value* arguments, std::size_t count, Context& context);
Value ApplyGetMilliseconds(const Value* arguments, std::size_t count, Context& context);

// RFC 3339 in UTC, with 0, 3, 6 or 9 digits of a fraction of a second.
std::string FormatTimestamp(absl::Time time);

// Seconds with 0, 3, 6 or 9 digits of a fraction, such as "-1.500s", of a value of kind duration.
std::string FormatDuration(const Value& duration);

}  // namespace usher::cel
