#include "shop/options.h"

#include "absl/time/time.h"
#include <CLI/CLI.hpp>

namespace usher::shop {
namespace {

// A date, or a time in RFC 3339, as CLI11 wants it: the error's text, or nothing.
std::string CheckTime(const std::string& text) {
  absl::Time time;
  std::string why;
  if (absl::ParseTime("%Y-%m-%d", text, &time, &why) ||
      absl::ParseTime(absl::RFC3339_full, text, &time, &why)) {
    return "";
  }
  return "'" + text + "' is neither a date like 2026-03-01 nor a time like 2026-03-01T08:00:00Z";
}

absl::Time ToTime(const std::string& text) {
  absl::Time time;
  std::string why;
  if (!absl::ParseTime("%Y-%m-%d", text, &time, &why)) {
    absl::ParseTime(absl::RFC3339_full, text, &time, &why);
  }
  return time;
}

}  // namespace

bool ReadOptions(int argc, char** argv, Options* options, int* exit_code) {
  CLI::App app(
      "Writes the events of a shop as lines of JSON, in time order: of simulated customers, or of\n"
      "a real log with the browsing before its orders simulated and marked so. The same options\n"
      "give the same bytes on every machine.",
      "usher-shop");
  SimulatorConfig& simulator = options->simulator;
  std::string from = "2026-03-01";
  std::string baskets = "household";
  app.add_option("--customers", simulator.customers, "Customers to simulate")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{100'000'000}))
      ->capture_default_str();
  app.add_option("--days", simulator.days, "Days to simulate")
      ->check(CLI::Range(1, 3650))
      ->capture_default_str();
  app.add_option("--from", from, "First day or moment, in UTC unless it says otherwise")
      ->check(CheckTime)
      ->capture_default_str();
  app.add_option("--seed", simulator.seed, "Another seed, another shop")->capture_default_str();
  app.add_option("--baskets", baskets, "Size of orders: household (1 to 3 products) or trade (26)")
      ->check(CLI::IsMember({"household", "trade"}))
      ->capture_default_str();
  app.add_option("--events-max", options->events_max, "Stop after so many events; 0: never")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--output", options->output, "File for the events instead of standard output");
  app.add_option("--profiles", options->profiles, "File for the customers' profiles");
  CLI::Option* orders =
      app.add_option("--orders", options->orders,
                     "Take the orders of this log (.csv, .csv.xz) instead of simulating them")
          ->check(CLI::ExistingFile);
  app.add_option(
         "--mapping", options->mapping,
         "How to read that log (JSON, see docs/importing.md); without it, UCI Online Retail")
      ->check(CLI::ExistingFile)
      ->needs(orders);
  bool no_browsing = false;
  app.add_flag("--no-browsing", no_browsing, "Leave the log as it is")->needs(orders);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    *exit_code = app.exit(error);
    return false;
  }
  options->browsing = !no_browsing;
  simulator.from = ToTime(from);
  simulator.baskets = baskets == "trade" ? Baskets::kTrade : Baskets::kHousehold;
  return true;
}

}  // namespace usher::shop
