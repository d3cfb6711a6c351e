#include "cli/occasion_commands.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "calendar/occasions.h"
#include "cli/table.h"
#include "cli/yaml_writer.h"

namespace usher::cli {
namespace {

struct Day {
  std::string date;
  std::string country;
  std::string occasion;
};

std::vector<Day> DaysOf(const std::vector<std::string>& countries, int first, int years) {
  const calendar::Occasions& occasions = calendar::Occasions::BuiltIn();
  std::vector<Day> days;
  for (const std::string& country : countries) {
    for (const std::string& name : occasions.Names()) {
      for (int year = first; year < first + years; ++year) {
        const auto day = occasions.Find(name)->DayIn(country, year);
        if (!day) continue;
        days.push_back({absl::FormatCivilTime(*day), absl::AsciiStrToUpper(country), name});
      }
    }
  }
  std::stable_sort(days.begin(), days.end(),
                   [](const Day& a, const Day& b) { return a.date < b.date; });
  return days;
}

base::Value ToValue(const std::vector<Day>& days) {
  base::Value::List list;
  for (const Day& day : days) {
    base::Value entry{base::Value::Map()};
    entry.Set("date", base::Value(day.date));
    entry.Set("country", base::Value(day.country));
    entry.Set("occasion", base::Value(day.occasion));
    list.push_back(std::move(entry));
  }
  return base::Value(std::move(list));
}

}  // namespace

ExitCode ListOccasions(const Session& session, const std::vector<std::string>& countries, int first,
                       int years) {
  std::ostream& out = *session.console.out;
  if (countries.empty() || session.format == OutputFormat::kName) {
    for (const std::string& name : calendar::Occasions::BuiltIn().Names()) out << name << "\n";
    return kOk;
  }
  const std::vector<Day> days = DaysOf(countries, first, years);
  if (session.format == OutputFormat::kJson) {
    out << base::ToJson(ToValue(days)) << "\n";
  } else if (session.format == OutputFormat::kYaml) {
    out << "---\n" << ToYaml(ToValue(days));
  } else {
    Table table({"DATE", "COUNTRY", "OCCASION"});
    for (const Day& day : days) table.AddRow({day.date, day.country, day.occasion});
    table.Print(session.console.colour_out, &out);
  }
  return kOk;
}

}  // namespace usher::cli
