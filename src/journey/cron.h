#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace usher::journey {

// A recurring local time, in the five fields of crontab(5): minute, hour, day of the month, month,
// day of the week. A day must fit its month and, if neither starts with `*`, one of the two fields
// for days; else both.
class Cron {
 public:
  // Where in the text and why it is none; `offset` counts bytes.
  struct Fault {
    std::size_t offset = 0;
    std::string message;
  };
  // Reads one. Fields are `*`, numbers, names (jan to dec, sun to sat; 0 and 7 are Sunday), ranges,
  // and lists of them; `*` and ranges may have a step. What never comes, such as 30 February, is a
  // fault.
  static std::optional<Cron> Parse(absl::string_view text, Fault* fault);

  // The first instant not before `start`. A local time that a change of the clock leaves out is the
  // first instant after the gap; one that comes twice is the first of both, and not the second.
  absl::Time Next(absl::Time start, absl::TimeZone zone) const;

  friend bool operator==(const Cron&, const Cron&) = default;

 private:
  friend class CronReader;

  bool Comes(absl::CivilDay day) const;
  // The first minute of the day from this one on, or -1.
  int NextMinute(int from) const;
  bool NeverComes() const;

  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> days_;      // from 1
  std::bitset<13> months_;    // from 1
  std::bitset<7> weekdays_;   // from Sunday
  bool any_day_ = false;      // the field starts with *
  bool any_weekday_ = false;  // likewise
};

}  // namespace usher::journey
