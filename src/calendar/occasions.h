#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "calendar/day_rule.h"

// Days that are special, and when they are in which country: Mother's Day is in May in most, in
// March in Britain, and on a day of its own in Poland.
namespace usher::calendar {

// One occasion. Immutable.
class Occasion {
 public:
  // When it is in a country, an ISO 3166 code of two letters in either case; nothing when it is
  // not known there.
  std::optional<absl::CivilDay> DayIn(absl::string_view country, std::int64_t year) const;
  // Whether DayIn() gives days.
  bool KnownIn(absl::string_view country) const;

 private:
  friend class OccasionReader;

  struct Day {
    DayRule on;
    std::optional<DayRule> unless;
    std::optional<DayRule> otherwise;
  };
  const Day* Find(absl::string_view country) const;

  std::map<std::string, Day> by_country_;  // "*" is everywhere else
};

// Occasions by name.
class Occasions {
 public:
  // Those that are part of the program: calendars/occasions.yaml.
  static const Occasions& BuiltIn();
  // Reads a file of that form; every fault names `file`, line and column.
  static absl::StatusOr<Occasions> Parse(absl::string_view yaml, absl::string_view file);

  // Null when there is none of that name.
  const Occasion* Find(absl::string_view name) const;
  std::vector<std::string> Names() const;

 private:
  std::map<std::string, Occasion> by_name_;
};

}  // namespace usher::calendar
