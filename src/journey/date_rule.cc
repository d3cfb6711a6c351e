#include "journey/date_rule.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace usher::journey {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);

// A date as it was written: an instant, or a local time.
struct Written {
  std::optional<absl::Time> instant;
  absl::CivilSecond local;
};

std::optional<Written> Read(const base::Value& date, bool yearly) {
  const std::string* text = date.as_string();
  if (text == nullptr || text->size() > 40) return std::nullopt;
  Written written;
  if (yearly && text->size() == 7 && absl::string_view(*text).substr(0, 2) == "--") {
    absl::CivilDay day;
    // A leap year, so that 29 February can be read.
    if (!absl::ParseCivilTime(absl::StrCat("2000", text->substr(1)), &day)) return std::nullopt;
    written.local = absl::CivilSecond(day);
    return written;
  }
  if (absl::CivilDay day; text->size() == 10 && absl::ParseCivilTime(*text, &day)) {
    written.local = absl::CivilSecond(day);
    return written;
  }
  if (absl::CivilMinute minute; text->size() == 16 && absl::ParseCivilTime(*text, &minute)) {
    written.local = absl::CivilSecond(minute);
    return written;
  }
  if (absl::CivilSecond second; text->size() == 19 && absl::ParseCivilTime(*text, &second)) {
    written.local = second;
    return written;
  }
  absl::Time instant;
  std::string ignored;
  if (!absl::ParseTime(absl::RFC3339_full, *text, &instant, &ignored)) return std::nullopt;
  if (instant == absl::InfiniteFuture() || instant == absl::InfinitePast()) return std::nullopt;
  written.instant = absl::FromUnixMillis(absl::ToUnixMillis(instant));
  return written;
}

absl::Time Apply(const DateRule& rule, const Written& date, absl::TimeZone zone) {
  absl::Duration rest;
  const std::int64_t days = absl::IDivDuration(rule.offset, kDay, &rest);
  absl::Time moved;
  std::optional<absl::CivilDay> day;
  if (date.instant && days == 0) {
    moved = *date.instant + rest;
  } else {
    // Moved by the calendar, so that the time of day stays over a change of the clock.
    const absl::CivilSecond local =
        date.instant ? absl::ToCivilSecond(*date.instant, zone) : date.local;
    day = absl::CivilDay(local) + days;
    const absl::CivilSecond same_time =
        absl::CivilSecond(*day) + (local - absl::CivilSecond(absl::CivilDay(local)));
    moved = absl::FromCivil(same_time, zone) + rest;
  }
  if (!rule.at) return moved;
  // A day that a zone leaves out has no instant, but is still the day that is meant.
  if (!day || rest != absl::ZeroDuration()) day = absl::ToCivilDay(moved, zone);
  return absl::FromCivil(absl::CivilMinute(*day) + *rule.at, zone);
}

}  // namespace

std::optional<absl::Time> InstantOf(const DateRule& rule, const base::Value& date, absl::Time start,
                                    absl::TimeZone zone) {
  std::optional<Written> written = Read(date, rule.yearly);
  if (!written) return std::nullopt;
  if (!rule.yearly) return Apply(rule, *written, zone);
  if (written->instant) {
    written->local = absl::ToCivilSecond(*written->instant, zone);
    written->instant.reset();
  }
  const absl::CivilSecond first = written->local;
  // An offset of up to 400 days may carry an anniversary past the turn of a year, either way.
  const std::int64_t this_year = absl::ToCivilYear(start, zone).year();
  for (std::int64_t year = this_year - 2; year <= this_year + 3; ++year) {
    written->local = absl::CivilSecond(year, first.month(), first.day(), first.hour(),
                                       first.minute(), first.second());
    const absl::Time at = Apply(rule, *written, zone);
    if (at >= start) return at;
  }
  return std::nullopt;
}

}  // namespace usher::journey
