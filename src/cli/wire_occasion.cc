#include "absl/time/civil_time.h"
#include "absl/time/clock.h"

#include "cli/occasion_commands.h"
#include "cli/wiring.h"

namespace usher::cli {

void AddOccasionCommands(CLI::App* app, Command* command) {
  CLI::App* group = app->add_subcommand("occasion", "Days that are special in a country");
  group->require_subcommand(1);
  CLI::App* list = group->add_subcommand("list", "List occasions; no gateway needed");
  list->footer(
      "These are the days on which `occasion` in a journey starts runs.\n\n"
      "Examples:\n"
      "  usherctl occasion list\n"
      "  usherctl occasion list --country AT --country GB --year 2027\n"
      "  usherctl occasion list --country FR --years 10 -o json");
  auto countries = std::make_shared<std::vector<std::string>>();
  auto first = std::make_shared<int>(0);
  auto years = std::make_shared<int>(1);
  list->add_option("--country", *countries, "Two letters, such as AT; may be given several times")
      ->check([](const std::string& country) {
        return country.size() == 2 ? std::string() : "a country has two letters, such as AT";
      })
      ->type_name("CODE");
  list->add_option("--year", *first, "The first year [this one]")
      ->check(CLI::Range(1900, 2999))
      ->type_name("YEAR");
  list->add_option("--years", *years, "How many")
      ->check(CLI::Range(1, 100))
      ->capture_default_str()
      ->type_name("N");
  list->callback([=] {
    *command = [=](const Session& session) {
      const auto now = absl::ToCivilYear(absl::Now(), absl::UTCTimeZone());
      return ListOccasions(session, *countries, *first > 0 ? *first : static_cast<int>(now.year()),
                           *years);
    };
  });
}

}  // namespace usher::cli
