#pragma once

#include <iosfwd>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "base/log.h"
#include "customer/limits.h"
#include "ingest/server.h"
#include "journey/journey_actor.h"
#include "store/redis_config.h"

namespace usher::app {

// Everything usherd can be told, with its defaults.
struct Options {
  ingest::ServerConfig server;
  std::string http_listen;  // empty: no HTTP
  store::RedisConfig redis;
  bool embedded = true;  // no --redis: a private one
  std::string data_dir = "data";
  std::string policy_file;     // empty: only consent is asked for
  std::string providers_file;  // empty: all channels go to the message log
  std::string log_file;        // default: messages.jsonl in data_dir
  double clock_speed = 1;
  absl::Time clock_start = absl::InfinitePast();  // InfinitePast: the present
  customer::Limits limits;
  journey::AttemptLimits attempts;
  absl::Duration claim_lease = absl::Seconds(5);
  absl::Duration idle_after = absl::Minutes(1);
  int in_flight_max = 2'000;
  int threads = 0;
  absl::Duration drain_timeout = absl::Seconds(20);
  base::LogLevel log_level = base::LogLevel::kInfo;
  bool check = false;  // only say whether policy and providers are right
};

enum class ParseOutcome { kRun, kHelp, kError };

// Reads flags and the file named by --config. Writes help to `out`, errors (one line each, naming
// flag or file:line:column) to `err`.
ParseOutcome ParseOptions(int argc, const char* const* argv, std::ostream& out, std::ostream& err,
                          Options* options);

}  // namespace usher::app
