#include "load/options.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

#include "CLI/CLI.hpp"
#include "load/proto_duration.h"
#include "yaml/load.h"

namespace usher::load {
namespace {

namespace v1 = usher::loadtest::v1;

struct Flag {
  const char* flag;
  const char* field;
  const char* help;
};

// Each stands for a field of the scenario and wins over it.
constexpr Flag kFlags[] = {
    {"--form", "form", "unary, batch or stream [unary]"},
    {"--batch", "batch", "events in a batch or in a message of a stream, 1 to 1000 [100]"},
    {"--batch-linger", "batch_linger", "how long an event waits for its batch to fill [50ms]"},
    {"--customers", "customers.count", "number of customers [100000]"},
    {"--zipf", "customers.zipf", "exponent of Zipf's law over customers [all equal]"},
    {"--hot-share", "customers.hot_share", "share of events about one customer [0]"},
    {"--payload-bytes", "payload_bytes", "size of an event's properties as JSON [as written]"},
    {"--properties-as", "properties_as", "json or struct [json]"},
    {"--duplicates", "duplicates", "share of arrivals that repeat an event, 0 to 1 [0]"},
    {"--arrivals", "arrivals", "constant or poisson [constant]"},
    {"--connections", "connections", "connections that carry events [4]"},
    {"--idle-connections", "idle_connections", "connections that stay silent [0]"},
    {"--in-flight-max", "in_flight_max", "open loop: calls under way at most [20000]"},
    {"--concurrency", "concurrency", "closed loop with so many calls under way [open loop]"},
    {"--timeout", "timeout", "when an event failed, from its scheduled time [10s]"},
    {"--warmup", "warmup", "how long to run before anything counts [none]"},
    {"--capacity", "capacity", "events a second behind of_capacity [measured]"},
    {"--seed", "seed", "the same seed gives the same run [1]"},
};

constexpr char kAbout[] =
    "usher-load puts load on an usher gateway, measures it and checks what it promised.\n"
    "SCENARIO is a YAML file or the name of a ready one: carts, fan-in, hot-customer, ingest,\n"
    "overload, soak, timers, timers-spread. Without one, single events of one kind are published.\n"
    "The loop is open: events come at their time whatever became of those before, and latency\n"
    "counts from that time. --concurrency closes the loop.";
constexpr char kFooter[] =
    "Durations are written like 500ms, 90s, 30m. Ends with 0 when all was well, 1 when the run\n"
    "failed or a promise was broken, 2 when the command line or the scenario is wrong.\n"
    "Example: usher-load ingest --rate 5000 --duration 30s --form batch --html report.html\n"
    "docs/load-testing.md explains all of it.";

// "customers.count" becomes "customers: { count: 'VALUE' }", read as a file would be.
std::string AsYaml(const std::string& field, const std::string& value) {
  const std::vector<std::string> parts = absl::StrSplit(field, '.');
  const std::string quoted = absl::StrCat("'", absl::StrReplaceAll(value, {{"'", "''"}}), "'");
  if (parts.size() == 1) return absl::StrCat(field, ": ", quoted, "\n");
  return absl::StrCat(parts[0], ": { ", parts[1], ": ", quoted, " }\n");
}

bool Merge(const std::string& flag, const std::string& yaml, const std::string& value,
           v1::Scenario* scenario, std::ostream& err) {
  v1::Scenario one;
  const auto problems = yaml::Load(yaml, &one, nullptr);
  for (const yaml::Problem& problem : problems) {
    err << "usher-load: " << flag << " " << value << ": " << problem.message << "\n";
  }
  if (problems.empty()) scenario->MergeFrom(one);
  return problems.empty();
}

absl::Duration LengthOf(const v1::Scenario& scenario) {
  absl::Duration length;
  for (const v1::Phase& phase : scenario.phases()) length += ToDuration(phase.duration());
  return length;
}

// --rate makes the run one phase of that rate; --duration stretches or squeezes what there is.
void Reshape(const v1::Phase& wanted, bool has_rate, bool has_duration, v1::Scenario* scenario) {
  if (has_rate) {
    const absl::Duration length = LengthOf(*scenario);
    scenario->clear_phases();
    v1::Phase* phase = scenario->add_phases();
    phase->set_name("measured");
    phase->set_rate(wanted.rate());
    *phase->mutable_duration() = FromDuration(length);
  }
  if (!has_duration) return;
  const absl::Duration length = LengthOf(*scenario);
  const absl::Duration wanted_length = ToDuration(wanted.duration());
  for (v1::Phase& phase : *scenario->mutable_phases()) {
    const double share = length > absl::ZeroDuration()
                             ? absl::FDivDuration(ToDuration(phase.duration()), length)
                             : 1.0 / scenario->phases_size();
    *phase.mutable_duration() = FromDuration(wanted_length * share);
  }
}

// What runs when no scenario is named.
ScenarioFile Plain() {
  ScenarioFile file;
  file.scenario.set_scenario("plain");
  file.scenario.add_events()->set_name("Product Viewed");
  v1::Phase* phase = file.scenario.add_phases();
  phase->set_name("measured");
  phase->set_rate(1000);
  phase->mutable_duration()->set_seconds(10);
  return file;
}

}  // namespace

ParseOutcome ParseOptions(int argc, const char* const* argv, std::ostream& out, std::ostream& err,
                          Options* options) {
  CLI::App app(kAbout, "usher-load");
  app.footer(kFooter);
  app.set_version_flag("--version", std::string("usher-load " USHER_VERSION));
  std::string scenario;
  app.add_option("scenario", scenario, "YAML file or name of a ready scenario")
      ->option_text("SCENARIO");
  app.add_option("--server", options->server, "the gateway: HOST:PORT or unix:PATH")
      ->envname("USHER_SERVER")
      ->capture_default_str()
      ->option_text("ADDRESS");
  std::map<std::string, std::string> values;
  const auto add = [&](const char* flag, const char* help) {
    app.add_option(flag, values[flag], help)->option_text("VALUE");
  };
  add("--rate", "one phase with so many events a second, instead of the scenario's");
  add("--duration", "how long to measure; phases keep their shares [10s]");
  for (const Flag& flag : kFlags) add(flag.flag, flag.help);
  std::vector<std::string> processes;
  app.add_option("--pid", processes, "process whose cost to report, such as usherd=123; repeatable")
      ->allow_extra_args(false)
      ->option_text("NAME=PID");
  app.add_option("--message-log", options->message_log,
                 "the gateway's message log, to check what was sent")
      ->option_text("FILE");
  app.add_flag("--verify,!--no-verify", options->verify,
               "check afterwards that every promise was kept [on]");
  app.add_option("--json", options->json_file, "write the report as JSON; - is stdout")
      ->option_text("FILE");
  app.add_option("--html", options->html_file, "write the report as one HTML page")
      ->option_text("FILE");
  app.add_option("--run-id", options->run, "what ids of events begin with [from the clock]")
      ->option_text("TEXT");
  app.add_flag("-q,--quiet", options->quiet, "no progress on stderr");
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    app.exit(success, out, err);
    return ParseOutcome::kHelp;
  } catch (const CLI::ParseError& error) {
    app.exit(error, out, err);
    return ParseOutcome::kError;
  }

  const auto fail = [&err](absl::string_view text) {
    for (absl::string_view line : absl::StrSplit(text, '\n')) err << "usher-load: " << line << "\n";
    return ParseOutcome::kError;
  };
  if (options->run.size() > 32) return fail("--run-id: must be at most 32 bytes");
  for (const std::string& text : processes) {
    const auto process = ParseWatchedProcess(text);
    if (!process.ok()) return fail(absl::StrCat("--pid ", process.status().message()));
    if (const auto use = ReadUse(process->pid); !use.ok()) {
      return fail(absl::StrCat("--pid ", text, ": ", use.status().message()));
    }
    options->processes.push_back(*process);
  }
  options->scenario = Plain();
  if (!scenario.empty()) {
    auto file = ReadScenario(scenario);
    if (!file.ok()) return fail(file.status().message());
    options->scenario = *std::move(file);
  }
  std::map<std::string, std::string> flag_of_field;
  bool ok = true;
  for (const Flag& flag : kFlags) {
    if (app.count(flag.flag) == 0) continue;
    const std::string& value = values[flag.flag];
    ok = Merge(flag.flag, AsYaml(flag.field, value), value, &options->scenario.scenario, err) && ok;
    flag_of_field[flag.field] = flag.flag;
  }
  v1::Scenario shape;
  const bool has_rate = app.count("--rate") > 0;
  const bool has_duration = app.count("--duration") > 0;
  const auto reshape = [&](const char* flag, const char* field) {
    ok = Merge(flag, absl::StrCat("phases: { ", field, ": '", values[flag], "' }\n"), values[flag],
               &shape, err) &&
         ok;
    for (const char* path : {"phases[0].", "phases[1]."}) {
      flag_of_field[absl::StrCat(path, field)] = flag;
    }
  };
  if (has_rate) reshape("--rate", "rate");
  if (has_duration) reshape("--duration", "duration");
  if (!ok) return ParseOutcome::kError;
  v1::Phase wanted;
  for (const v1::Phase& phase : shape.phases()) wanted.MergeFrom(phase);
  Reshape(wanted, has_rate, has_duration, &options->scenario.scenario);
  const absl::Status checked = FinishScenario(flag_of_field, &options->scenario);
  return checked.ok() ? ParseOutcome::kRun : fail(checked.message());
}

}  // namespace usher::load
