#include <csignal>
#include <cstdint>
#include <iostream>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

#include "importer/import.h"
#include "importer/mapped_csv.h"
#include "importer/online_retail.h"
#include "shop/browsing_before.h"
#include "shop/event.h"
#include "shop/line_file.h"
#include "shop/log_customers.h"
#include "shop/options.h"
#include "shop/profile.h"
#include "shop/simulator.h"

namespace usher::shop {
namespace {

// Writes what `next` gives until it gives false or `options` says it is enough.
template <class Next>
absl::Status WriteEvents(const Options& options, Next next) {
  LineFile file(options.output);
  Event event;
  for (std::int64_t n = 0; (options.events_max == 0 || n < options.events_max) && next(&event);
       ++n) {
    AppendJsonLine(event, file.buffer());
    if (absl::Status flushed = file.Flush(); !flushed.ok()) return flushed;
  }
  return file.Close();
}

absl::Status WriteSimulatedProfiles(const Options& options) {
  LineFile file(options.profiles);
  const SimulatorConfig& config = options.simulator;
  for (std::int64_t i = 0; i < config.customers; ++i) {
    AppendJsonLine(SimulatedProfile(config.seed, static_cast<std::uint64_t>(i), config.days),
                   file.buffer());
    if (absl::Status flushed = file.Flush(); !flushed.ok()) return flushed;
  }
  return file.Close();
}

absl::Status WriteLogProfiles(const Options& options, const std::vector<Event>& events) {
  LineFile file(options.profiles);
  for (const LogCustomer& customer : LogCustomers(events)) {
    AppendJsonLine(
        LogProfile(options.simulator.seed, customer.id, customer.country, customer.orders),
        file.buffer());
    if (absl::Status flushed = file.Flush(); !flushed.ok()) return flushed;
  }
  return file.Close();
}

absl::Status Simulate(const Options& options) {
  if (!options.profiles.empty()) {
    if (absl::Status written = WriteSimulatedProfiles(options); !written.ok()) return written;
  }
  Simulator simulator(options.simulator);
  return WriteEvents(options, [&](Event* event) { return simulator.Next(event); });
}

absl::Status Replay(const Options& options) {
  absl::StatusOr<importer::Import> log =
      options.mapping.empty() ? importer::ImportOnlineRetail(options.orders)
                              : importer::ImportMappedCsv(options.orders, options.mapping);
  if (!log.ok()) return log.status();
  std::cerr << importer::Summary(*log);
  if (!options.profiles.empty()) {
    if (const absl::Status written = WriteLogProfiles(options, log->events); !written.ok()) {
      return written;
    }
  }
  if (options.browsing) {
    BrowsingBefore browsing(std::move(log->events), options.simulator.seed);
    return WriteEvents(options, [&](Event* event) { return browsing.Next(event); });
  }
  std::size_t next = 0;
  return WriteEvents(options, [&](Event* event) {
    if (next == log->events.size()) return false;
    *event = log->events[next++];
    return true;
  });
}

int Main(int argc, char** argv) {
  // A reader that has seen enough (`| head`) is an error of writing, told like any other.
  std::signal(SIGPIPE, SIG_IGN);
  Options options;
  int exit_code = 0;
  if (!ReadOptions(argc, argv, &options, &exit_code)) return exit_code;
  const absl::Status done = options.orders.empty() ? Simulate(options) : Replay(options);
  if (done.ok()) return 0;
  std::cerr << "usher-shop: " << done.message() << "\n";
  return 1;
}

}  // namespace
}  // namespace usher::shop

int main(int argc, char** argv) { return usher::shop::Main(argc, argv); }
