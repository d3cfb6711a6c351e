// usher-bare-commit: how fast the commit script is, and what it costs, with nothing around it.

#include <csignal>
#include <iostream>

#include <CLI/CLI.hpp>

#include "base/json.h"
#include "base/value.h"
#include "limits/bare_commit.h"

int main(int argc, char** argv) {
  usher::limits::PumpConfig config;
  int batch = 64;
  double seconds = 5;
  CLI::App app(
      "Runs the store's commit script against a private redis-server, with nothing around it, and\n"
      "prints one JSON object: commits a second, and the CPU each costs Redis and this client.",
      "usher-bare-commit");
  app.add_option("--batch", batch, "customers in one call")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  app.add_option("--seconds", seconds, "how long it is measured")
      ->capture_default_str()
      ->check(CLI::Range(0.1, 3600.0));
  app.add_option("--customers", config.customers, "records, committed in turn")
      ->capture_default_str()
      ->check(CLI::Range(2000, 100'000'000));
  app.add_option("--record-bytes", config.record_bytes, "size of a record")
      ->capture_default_str()
      ->check(CLI::Range(16, 1'000'000));
  CLI11_PARSE(app, argc, argv);

  std::signal(SIGPIPE, SIG_IGN);
  const auto cost = usher::limits::MeasureBareCommit(config, batch, absl::Seconds(seconds));
  if (!cost.ok()) {
    std::cerr << "usher-bare-commit: " << cost.status().message() << "\n";
    return 1;
  }
  using usher::base::Value;
  Value report;
  report.Set("batch", Value(std::int64_t{batch}));
  report.Set("customers", Value(std::int64_t{config.customers}));
  report.Set("record_bytes", Value(std::int64_t{config.record_bytes}));
  report.Set("commits_per_s", Value(cost->commits_per_s));
  report.Set("redis_cpu_us_per_commit", Value(cost->redis_cpu_us));
  report.Set("client_cpu_us_per_commit", Value(cost->client_cpu_us));
  std::cout << usher::base::ToJson(report) << "\n";
  return 0;
}
