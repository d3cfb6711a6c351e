// usher-actor-messages: what it takes to pass messages among as many actors as the gateway has.

#include <cstdint>
#include <iostream>

#include <CLI/CLI.hpp>

#include "base/json.h"
#include "base/value.h"
#include "limits/actor_ring.h"

int main(int argc, char** argv) {
  usher::limits::RingConfig config;
  double seconds = 5;
  CLI::App app(
      "Passes messages on the way an event takes in the gateway, with nothing done on the way, "
      "and\n"
      "prints one JSON object: messages a second, and the CPU each costs.",
      "usher-actor-messages");
  app.add_option("--customers", config.customers, "actors")
      ->capture_default_str()
      ->check(CLI::Range(1, 10'000'000));
  app.add_option("--under-way", config.under_way, "events at once")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000));
  app.add_option("--threads", config.threads, "of the scheduler; 0: as the gateway chooses")
      ->capture_default_str()
      ->check(CLI::Range(0, 256));
  app.add_option("--seconds", seconds, "how long it is measured")
      ->capture_default_str()
      ->check(CLI::Range(0.1, 3600.0));
  CLI11_PARSE(app, argc, argv);

  const auto cost = usher::limits::MeasureActorMessages(config, absl::Seconds(seconds));
  using usher::base::Value;
  Value report;
  report.Set("customers", Value(std::int64_t{config.customers}));
  report.Set("under_way", Value(std::int64_t{config.under_way}));
  report.Set("messages_per_event", Value(std::int64_t{cost.messages_per_event}));
  report.Set("messages_per_s", Value(cost.messages_per_s));
  report.Set("cpu_us_per_message", Value(cost.cpu_us));
  std::cout << usher::base::ToJson(report) << "\n";
  return 0;
}
