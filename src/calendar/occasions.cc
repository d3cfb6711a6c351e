#include "calendar/occasions.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "calendar/built_in.h"
#include "usher/config/v1/calendar.pb.h"
#include "yaml/load.h"

namespace usher::calendar {
namespace {

constexpr char kElsewhere[] = "*";

bool IsCountry(absl::string_view code) {
  return code == kElsewhere ||
         (code.size() == 2 && absl::ascii_isupper(static_cast<unsigned char>(code[0])) &&
          absl::ascii_isupper(static_cast<unsigned char>(code[1])));
}

}  // namespace

// Turns what was loaded into occasions, and collects what is wrong.
class OccasionReader {
 public:
  OccasionReader(absl::string_view file, const yaml::SourceMap& map) : file_(file), map_(map) {}

  Occasion Read(const std::string& name, const config::v1::Occasion& loaded) {
    Occasion occasion;
    for (int i = 0; i < loaded.days_size(); ++i) {
      const config::v1::OccasionDay& day = loaded.days(i);
      const std::string path = absl::StrCat("occasions[\"", name, "\"].days[", i, "]");
      Occasion::Day read;
      read.on = ReadRule(path + ".on", day.on());
      if (day.unless().empty() != day.otherwise().empty()) {
        Fail(path, "`unless` and `otherwise` go together");
      } else if (!day.unless().empty()) {
        read.unless = ReadRule(path + ".unless", day.unless());
        read.otherwise = ReadRule(path + ".otherwise", day.otherwise());
      }
      if (day.countries().empty()) Fail(path, "name at least one country, or \"*\"");
      for (int j = 0; j < day.countries_size(); ++j) {
        const std::string at = absl::StrCat(path, ".countries[", j, "]");
        if (!IsCountry(day.countries(j))) Fail(at, "a country has two upper-case letters, or is *");
        if (!occasion.by_country_.emplace(day.countries(j), read).second) {
          Fail(at, absl::StrCat(day.countries(j), " has a day already"));
        }
      }
    }
    if (loaded.days().empty()) {
      Fail(absl::StrCat("occasions[\"", name, "\"]"), "give at least one of `days`");
    }
    return occasion;
  }

  const std::vector<std::string>& faults() const { return faults_; }

 private:
  DayRule ReadRule(const std::string& path, const std::string& text) {
    auto rule = DayRule::Parse(text);
    if (rule.ok()) return *std::move(rule);
    Fail(path, std::string(rule.status().message()));
    return DayRule();
  }

  void Fail(const std::string& path, const std::string& message) {
    faults_.push_back(yaml::FormatProblem(std::string(file_), {path, map_.Value(path), message}));
  }

  const absl::string_view file_;
  const yaml::SourceMap& map_;
  std::vector<std::string> faults_;
};

const Occasion::Day* Occasion::Find(absl::string_view country) const {
  auto day = by_country_.find(absl::AsciiStrToUpper(country));
  if (day == by_country_.end()) day = by_country_.find(kElsewhere);
  return day == by_country_.end() ? nullptr : &day->second;
}

std::optional<absl::CivilDay> Occasion::DayIn(absl::string_view country, std::int64_t year) const {
  const Day* day = Find(country);
  if (day == nullptr) return std::nullopt;
  const absl::CivilDay on = day->on.In(year);
  if (day->unless && day->unless->In(year) == on) return day->otherwise->In(year);
  return on;
}

bool Occasion::KnownIn(absl::string_view country) const { return Find(country) != nullptr; }

const Occasions& Occasions::BuiltIn() {
  // A test reads the file, so that it is never faulty here.
  static const Occasions* const kBuiltIn =
      new Occasions(Parse(BuiltInText(), "calendars/occasions.yaml").value_or(Occasions()));
  return *kBuiltIn;
}

absl::StatusOr<Occasions> Occasions::Parse(absl::string_view yaml, absl::string_view file) {
  config::v1::Calendars loaded;
  yaml::SourceMap map;
  std::vector<std::string> faults;
  for (const yaml::Problem& problem : yaml::Load(yaml, &loaded, &map)) {
    faults.push_back(yaml::FormatProblem(std::string(file), problem));
  }
  Occasions occasions;
  if (faults.empty()) {
    OccasionReader reader(file, map);
    for (const auto& [name, occasion] : loaded.occasions()) {
      occasions.by_name_.emplace(name, reader.Read(name, occasion));
    }
    faults = reader.faults();
  }
  if (!faults.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults, "\n"));
  return occasions;
}

const Occasion* Occasions::Find(absl::string_view name) const {
  const auto found = by_name_.find(std::string(name));
  return found == by_name_.end() ? nullptr : &found->second;
}

std::vector<std::string> Occasions::Names() const {
  std::vector<std::string> names;
  for (const auto& [name, occasion] : by_name_) names.push_back(name);
  return names;
}

}  // namespace usher::calendar
