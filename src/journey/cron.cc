#include "journey/cron.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace usher::journey {
namespace {

constexpr std::array<const char*, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                 "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<const char*, 7> kWeekdays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
// Of the longest year.
constexpr std::array<int, 12> kDaysOfMonth = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

struct Field {
  const char* what;
  int first;
  int last;
};
constexpr std::array<Field, 5> kFields = {{{"minute", 0, 59},
                                           {"hour", 0, 23},
                                           {"day of the month", 1, 31},
                                           {"month", 1, 12},
                                           {"day of the week", 0, 7}}};

// A part of the text and where it stands.
struct Part {
  std::size_t offset = 0;
  absl::string_view text;

  Part From(std::size_t begin, std::size_t size = absl::string_view::npos) const {
    return {offset + begin, text.substr(begin, size)};
  }
};

std::vector<Part> Split(const Part& part, char separator) {
  std::vector<Part> parts;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = part.text.find(separator, begin);
    parts.push_back(part.From(begin, end == absl::string_view::npos ? end : end - begin));
    if (end == absl::string_view::npos) return parts;
    begin = end + 1;
  }
}

}  // namespace

// Reads the fields into a rule.
class CronReader {
 public:
  explicit CronReader(Cron::Fault* fault) : fault_(fault) {}

  bool Read(absl::string_view text, Cron* cron) {
    std::vector<Part> fields;
    for (const Part& word : Split({0, text}, ' ')) {
      if (!word.text.empty()) fields.push_back(word);
    }
    if (fields.size() != kFields.size()) {
      return Fail(0,
                  absl::StrCat("this has ", fields.size(), " fields; a schedule has five: minute, ",
                               "hour, day of the month, month, day of the week, such as ",
                               "\"0 10 * * mon\""));
    }
    std::array<std::bitset<64>, 5> bits;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      field_ = &kFields[i];
      for (const Part& item : Split(fields[i], ',')) {
        if (!ReadItem(item, &bits[i])) return false;
      }
    }
    Put(bits[0], &cron->minutes_);
    Put(bits[1], &cron->hours_);
    Put(bits[2], &cron->days_);
    Put(bits[3], &cron->months_);
    if (bits[4][7]) bits[4].set(0);
    Put(bits[4], &cron->weekdays_);
    cron->any_day_ = fields[2].text[0] == '*';
    cron->any_weekday_ = fields[4].text[0] == '*';
    if (cron->NeverComes()) {
      return Fail(fields[2].offset, "no such day is in these months, so it never comes");
    }
    return true;
  }

 private:
  template <std::size_t kSize>
  static void Put(const std::bitset<64>& bits, std::bitset<kSize>* out) {
    for (std::size_t i = 0; i < kSize; ++i) out->set(i, bits[i]);
  }

  bool Fail(std::size_t offset, std::string message) {
    *fault_ = {offset, std::move(message)};
    return false;
  }

  // A value, a range or `*`, with or without a step.
  bool ReadItem(const Part& item, std::bitset<64>* bits) {
    const std::vector<Part> halves = Split(item, '/');
    const std::vector<Part> ends = Split(halves[0], '-');
    int first = field_->first;
    int last = field_->last;
    int step = 1;
    const bool every = halves[0].text == "*";
    if (halves.size() > 2 || ends.size() > 2) return FailItem(item);
    if (!every) {
      if (!ReadValue(ends[0], &first)) return false;
      last = first;
      if (ends.size() == 2 && !ReadValue(ends[1], &last)) return false;
    }
    if (last < first) {
      return Fail(item.offset, absl::StrCat("\"", item.text, "\": a range goes from less to more; ",
                                            "write two, such as 22-23,0-4 for hours"));
    }
    if (halves.size() == 2) {
      if (!every && ends.size() < 2) {
        return Fail(item.offset,
                    absl::StrCat("\"", item.text, "\": a step goes with * or a range"));
      }
      if (!absl::SimpleAtoi(halves[1].text, &step) || step < 1 || step > field_->last) {
        return Fail(halves[1].offset,
                    absl::StrCat("\"", halves[1].text, "\" is no step from 1 to ", field_->last));
      }
    }
    for (int value = first; value <= last; value += step) {
      bits->set(static_cast<std::size_t>(value));
    }
    return true;
  }

  bool FailItem(const Part& item) {
    return Fail(item.offset,
                absl::StrCat("\"", item.text, "\" is no ", field_->what,
                             "; write *, a value, a range such as 1-5, or one with a step"));
  }

  bool ReadValue(const Part& part, int* value) {
    const std::string name = absl::AsciiStrToLower(part.text);
    if (field_ == &kFields[3]) {
      const auto month = std::find(kMonths.begin(), kMonths.end(), name);
      if (month != kMonths.end()) {
        *value = static_cast<int>(month - kMonths.begin()) + 1;
        return true;
      }
    }
    if (field_ == &kFields[4]) {
      const auto weekday = std::find(kWeekdays.begin(), kWeekdays.end(), name);
      if (weekday != kWeekdays.end()) {
        *value = static_cast<int>(weekday - kWeekdays.begin());
        return true;
      }
    }
    const bool digits =
        std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits && name.size() <= 2 && absl::SimpleAtoi(name, value) && *value >= field_->first &&
        *value <= field_->last) {
      return true;
    }
    return Fail(part.offset, absl::StrCat("\"", part.text, "\" is no ", field_->what, " from ",
                                          field_->first, " to ", field_->last));
  }

  Cron::Fault* const fault_;
  const Field* field_ = nullptr;
};

std::optional<Cron> Cron::Parse(absl::string_view text, Fault* fault) {
  Cron cron;
  if (!CronReader(fault).Read(text, &cron)) return std::nullopt;
  return cron;
}

bool Cron::NeverComes() const {
  // Every month has every weekday, and a field that starts with * has some day of every weekday.
  if (!any_weekday_) return false;
  for (std::size_t month = 1; month <= kDaysOfMonth.size(); ++month) {
    if (!months_[month]) continue;
    for (std::size_t day = 1; day <= static_cast<std::size_t>(kDaysOfMonth[month - 1]); ++day) {
      if (days_[day]) return false;
    }
  }
  return true;
}

bool Cron::Comes(absl::CivilDay day) const {
  if (!months_[static_cast<std::size_t>(day.month())]) return false;
  const bool day_fits = days_[static_cast<std::size_t>(day.day())];
  // Abseil counts from Monday.
  const auto weekday = (static_cast<std::size_t>(absl::GetWeekday(day)) + 1) % 7;
  const bool weekday_fits = weekdays_[weekday];
  if (any_day_ || any_weekday_) return day_fits && weekday_fits;
  return day_fits || weekday_fits;
}

int Cron::NextMinute(int from) const {
  for (int hour = from / 60; hour < 24; ++hour) {
    if (!hours_[static_cast<std::size_t>(hour)]) continue;
    for (int minute = hour == from / 60 ? from % 60 : 0; minute < 60; ++minute) {
      if (minutes_[static_cast<std::size_t>(minute)]) return hour * 60 + minute;
    }
  }
  return -1;
}

absl::Time Cron::Next(absl::Time start, absl::TimeZone zone) const {
  const absl::CivilMinute local(absl::ToCivilSecond(start, zone));
  absl::CivilDay day(local);
  int minute = static_cast<int>(local - absl::CivilMinute(day));
  while (true) {
    if (Comes(day)) {
      for (minute = NextMinute(minute); minute >= 0; minute = NextMinute(minute + 1)) {
        // Of a time that is left out, the end of the gap; of one that comes twice, the first.
        const absl::Time at = absl::FromCivil(absl::CivilMinute(day) + minute, zone);
        if (at >= start) return at;
      }
    }
    ++day;
    minute = 0;
  }
}

}  // namespace usher::journey
