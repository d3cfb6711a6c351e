#include "app/options.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <ostream>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

#include "CLI/CLI.hpp"
#include "usher/config/v1/gateway.pb.h"
#include "yaml/load.h"

namespace usher::app {
namespace {

using Gateway = config::v1::Gateway;

struct Flag {
  const char* field;
  const char* help;
};

// In the order in which --help lists them.
constexpr Flag kFlags[] = {
    {"listen", "gRPC address: HOST:PORT or unix:PATH [127.0.0.1:7300]"},
    {"http_listen", "HTTP address for links and providers: HOST:PORT or unix:PATH [none]"},
    {"redis", "redis://[user:password@]HOST[:PORT][/DB] or unix:///PATH [a private one]"},
    {"redis_password_file", "file with the password of Redis"},
    {"data_dir", "folder of the private Redis and of the message log [data]"},
    {"policy", "contact policy file; read again on SIGHUP [the policy that was applied]"},
    {"providers",
     "file of providers of channels; read again on SIGHUP [all go to the message log]"},
    {"log_file", "where messages are written, - for stdout [DATA_DIR/messages.jsonl]"},
    {"clock_speed", "seconds that pass in a real second; 0: moved by hand [1]"},
    {"clock_start", "RFC 3339 time where such a clock starts [now, or where it stood]"},
    {"shards", "shards of a new store, 1 to 16384 [16]"},
    {"replicated", "wait until the replicas have each commit [false]"},
    {"allow_eviction", "serve although Redis may evict records [false]"},
    {"dedup_window", "how long event ids are remembered [24h]"},
    {"dedup_max", "event ids remembered for each customer, 32 to 100000 [1024]"},
    {"in_flight_max", "inputs under way; more are refused [2000]"},
    {"attempt_start_within", "time from grant to start of an attempt [2s]"},
    {"attempt_lease", "when the fate of an attempt may be asked for [20s]"},
    {"claim_lease", "when another gateway may take over a wake-up [5s]"},
    {"idle_after", "when an unused journey actor goes to sleep [1m]"},
    {"threads", "threads that run actors [one for each core]"},
    {"reflection", "false: do not answer reflection requests [true]"},
    {"drain_timeout", "how long a shutdown waits for what is under way [20s]"},
    {"log_level", "debug, info, warn or error [info]"},
};

std::string FlagName(const std::string& field) {
  return absl::StrCat("--", absl::StrReplaceAll(field, {{"_", "-"}}));
}

bool IsSwitch(const std::string& field) {
  return Gateway::descriptor()->FindFieldByName(field)->type() ==
         google::protobuf::FieldDescriptor::TYPE_BOOL;
}

// One flag is read as one line of the file would be, so that both take the same forms.
bool MergeFlag(const std::string& field, const std::string& value, Gateway* gateway,
               std::ostream& err) {
  Gateway one;
  const std::string quoted = absl::StrReplaceAll(value, {{"'", "''"}});
  const auto problems = yaml::Load(absl::StrCat(field, ": '", quoted, "'\n"), &one, nullptr);
  for (const yaml::Problem& problem : problems) {
    err << "usherd: " << FlagName(field) << " " << value << ": " << problem.message << "\n";
  }
  if (problems.empty()) gateway->MergeFrom(one);
  return problems.empty();
}

bool MergeFile(const std::string& path, Gateway* gateway, std::ostream& err) {
  std::ifstream file(path);
  if (!file) {
    err << "usherd: --config " << path << ": cannot be read\n";
    return false;
  }
  std::ostringstream text;
  text << file.rdbuf();
  const auto problems = yaml::Load(text.str(), gateway, nullptr);
  for (const yaml::Problem& problem : problems) {
    err << yaml::FormatProblem(path, problem) << "\n";
  }
  return problems.empty();
}

// Turns what was given into options and checks it.
class Reader {
 public:
  Reader(const Gateway& gateway, Options* options, std::ostream& err)
      : gateway_(gateway), options_(*options), err_(err) {}

  bool Read() {
    if (gateway_.has_listen()) options_.server.listen = gateway_.listen();
    if (gateway_.has_http_listen()) options_.http_listen = gateway_.http_listen();
    if (gateway_.has_reflection()) options_.server.reflection = gateway_.reflection();
    if (gateway_.has_data_dir()) options_.data_dir = gateway_.data_dir();
    if (gateway_.has_policy()) options_.policy_file = gateway_.policy();
    if (gateway_.has_providers()) options_.providers_file = gateway_.providers();
    options_.log_file =
        gateway_.has_log_file() ? gateway_.log_file() : options_.data_dir + "/messages.jsonl";
    ReadRedis();
    ReadClock();
    ReadLimits();
    ReadLogLevel();
    return ok_;
  }

 private:
  void Fail(const std::string& field, const std::string& message) {
    err_ << "usherd: " << FlagName(field) << ": " << message << "\n";
    ok_ = false;
  }

  void ReadRedis() {
    options_.embedded = gateway_.redis().empty();
    if (!options_.embedded) options_.redis.url = gateway_.redis();
    if (gateway_.has_redis_password_file()) {
      std::ifstream file(gateway_.redis_password_file());
      if (!std::getline(file, options_.redis.password)) {
        Fail("redis_password_file", gateway_.redis_password_file() + ": cannot be read");
      }
    }
    if (gateway_.has_shards()) {
      options_.redis.shards = ReadCount("shards", gateway_.shards(), 1, store::kShardsMax);
    }
    options_.redis.allow_eviction = gateway_.allow_eviction();
    if (gateway_.replicated()) options_.redis.durability = messages::Durability::kReplicated;
  }

  void ReadClock() {
    if (gateway_.has_clock_speed()) options_.clock_speed = gateway_.clock_speed();
    if (!(options_.clock_speed >= 0 && options_.clock_speed <= 1e6)) {
      Fail("clock_speed", "must be from 0 to 1000000");
    }
    if (!gateway_.has_clock_start()) return;
    if (options_.clock_speed == 1) Fail("clock_start", "goes with another --clock-speed than 1");
    options_.clock_start = absl::FromUnixSeconds(gateway_.clock_start().seconds());
  }

  void ReadLimits() {
    if (gateway_.has_dedup_max()) {
      options_.limits.seen_max =
          static_cast<std::size_t>(ReadCount("dedup_max", gateway_.dedup_max(), 32, 100'000));
    }
    if (gateway_.has_in_flight_max()) {
      options_.in_flight_max = ReadCount("in_flight_max", gateway_.in_flight_max(), 1, 10'000'000);
    }
    if (gateway_.has_threads()) {
      options_.threads = ReadCount("threads", gateway_.threads(), 0, 256);
    }
    const absl::Duration moment = absl::Milliseconds(1);
    const absl::Duration hour = absl::Hours(1);
    ReadDuration("dedup_window", gateway_.has_dedup_window(), gateway_.dedup_window(),
                 absl::Hours(1), absl::Hours(24 * 400), &options_.limits.seen_for);
    ReadDuration("attempt_start_within", gateway_.has_attempt_start_within(),
                 gateway_.attempt_start_within(), moment, hour, &options_.attempts.start_within);
    ReadDuration("attempt_lease", gateway_.has_attempt_lease(), gateway_.attempt_lease(), moment,
                 hour, &options_.attempts.lease);
    ReadDuration("claim_lease", gateway_.has_claim_lease(), gateway_.claim_lease(), moment, hour,
                 &options_.claim_lease);
    ReadDuration("idle_after", gateway_.has_idle_after(), gateway_.idle_after(), moment, hour,
                 &options_.idle_after);
    ReadDuration("drain_timeout", gateway_.has_drain_timeout(), gateway_.drain_timeout(), moment,
                 hour, &options_.drain_timeout);
    if (options_.attempts.lease < 2 * options_.attempts.start_within) {
      Fail("attempt_lease", "must be at least twice --attempt-start-within");
    }
  }

  void ReadLogLevel() {
    const std::map<std::string, base::LogLevel> levels = {{"debug", base::LogLevel::kDebug},
                                                          {"info", base::LogLevel::kInfo},
                                                          {"warn", base::LogLevel::kWarn},
                                                          {"error", base::LogLevel::kError}};
    if (!gateway_.has_log_level()) return;
    const auto level = levels.find(gateway_.log_level());
    if (level == levels.end()) {
      Fail("log_level", gateway_.log_level() + ": must be debug, info, warn or error");
    } else {
      options_.log_level = level->second;
    }
  }

  int ReadCount(const char* field, std::uint32_t value, std::uint32_t min, std::uint32_t max) {
    if (value < min || value > max) {
      Fail(field, absl::StrCat(value, ": must be from ", min, " to ", max));
    }
    return static_cast<int>(std::min(value, max));
  }

  void ReadDuration(const char* field, bool given, const google::protobuf::Duration& value,
                    absl::Duration min, absl::Duration max, absl::Duration* out) {
    if (!given) return;
    *out = absl::Seconds(value.seconds()) + absl::Nanoseconds(value.nanos());
    if (*out < min || *out > max) {
      Fail(field, absl::StrCat(absl::FormatDuration(*out), ": must be from ",
                               absl::FormatDuration(min), " to ", absl::FormatDuration(max)));
    }
  }

  const Gateway& gateway_;
  Options& options_;
  std::ostream& err_;
  bool ok_ = true;
};

}  // namespace

ParseOutcome ParseOptions(int argc, const char* const* argv, std::ostream& out, std::ostream& err,
                          Options* options) {
  CLI::App app(
      "usherd guides customers through journeys of messages, and never bombards one.\n"
      "Without --redis it starts a private redis-server that keeps its data in --data-dir.\n"
      "SIGTERM finishes what is under way and ends; SIGHUP reads policy and providers again.",
      "usherd");
  app.footer("Durations are written like 500ms, 90s, 30m, 24h, 7d. See README.md for all of it.");
  app.set_version_flag("--version", std::string("usherd " USHER_VERSION));
  std::string config_file;
  app.add_option("--config", config_file, "YAML file with any of these, under_scored; flags win");
  app.add_flag("--check", options->check,
               "only say whether these, the policy and the providers are right, and end");
  std::map<std::string, std::string> values;
  for (const Flag& flag : kFlags) {
    CLI::Option* option = app.add_option(FlagName(flag.field), values[flag.field], flag.help);
    option->option_text("VALUE");
    // A switch needs no value: --replicated means --replicated true.
    if (IsSwitch(flag.field)) option->expected(0, 1)->option_text("[true|false]");
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    app.exit(success, out, err);
    return ParseOutcome::kHelp;
  } catch (const CLI::ParseError& error) {
    app.exit(error, out, err);
    return ParseOutcome::kError;
  }
  Gateway gateway;
  if (!config_file.empty() && !MergeFile(config_file, &gateway, err)) return ParseOutcome::kError;
  bool ok = true;
  for (const Flag& flag : kFlags) {
    if (app.count(FlagName(flag.field)) == 0) continue;
    std::string& value = values[flag.field];
    if (value.empty() && IsSwitch(flag.field)) value = "true";
    ok = MergeFlag(flag.field, value, &gateway, err) && ok;
  }
  ok = ok && Reader(gateway, options, err).Read();
  return ok ? ParseOutcome::kRun : ParseOutcome::kError;
}

}  // namespace usher::app
