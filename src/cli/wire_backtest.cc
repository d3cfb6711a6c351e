#include <algorithm>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

#include "base/nearest.h"
#include "cli/backtest_commands.h"
#include "cli/wiring.h"

namespace usher::cli {
namespace {

// A channel's name, or what is wrong with it.
absl::StatusOr<customer::Channel> ToChannel(absl::string_view name) {
  if (const auto channel = customer::ChannelFromName(name)) return *channel;
  std::vector<std::string> names;
  for (const auto channel : customer::kAllChannels) {
    names.emplace_back(customer::ChannelName(channel));
  }
  const std::string nearest = base::Nearest(name, names);
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", name, "\" is no channel", nearest.empty() ? "" : "; did you mean ", nearest));
}

// A time in RFC 3339, or a day, which begins at midnight UTC.
absl::StatusOr<absl::Time> ToTime(const std::string& text) {
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &error) ||
      absl::ParseTime("%Y-%m-%d", text, absl::UTCTimeZone(), &time, &error)) {
    return time;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text, "\" is no time; write 2026-03-01 or 2026-03-01T12:00:00Z"));
}

// Takes what a function makes of an option's text, or ends the parsing with its error.
template <class Value>
Value Must(const std::string& option, absl::StatusOr<Value> value) {
  if (!value.ok()) throw CLI::ValidationError(option, std::string(value.status().message()));
  return *std::move(value);
}

// CHANNEL=NUMBER, or NUMBER alone for every channel.
absl::Status SetByChannel(absl::string_view text, double max, std::array<double, 8>* out) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('=', 1));
  const bool all = text.find('=') == absl::string_view::npos;
  double number = 0;
  if (!absl::SimpleAtod(all ? text : parts.second, &number) || !(number >= 0 && number <= max)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\": write CHANNEL=NUMBER with a number from 0 to ", max));
  }
  if (all) {
    out->fill(number);
    return absl::OkStatus();
  }
  const auto channel = ToChannel(parts.first);
  if (channel.ok()) (*out)[static_cast<std::size_t>(*channel)] = number;
  return channel.status();
}

void AddByChannel(CLI::App* app, const std::string& name, const std::string& description,
                  double max, std::array<double, 8>* out) {
  app->add_option_function<std::vector<std::string>>(
         name,
         [=](const std::vector<std::string>& texts) {
           for (const std::string& list : texts) {
             for (const absl::string_view text : absl::StrSplit(list, ',')) {
               if (auto status = SetByChannel(text, max, out); !status.ok()) {
                 throw CLI::ValidationError(name, std::string(status.message()));
               }
             }
           }
         },
         description)
      ->allow_extra_args(false)
      ->type_name("CHANNEL=N");
}

void AddInput(CLI::App* app, BacktestOptions* options) {
  backtest::RunOptions& run = options->run;
  app->add_option("--journeys", run.first.journeys, "A journey's file, or a folder of them")
      ->required()
      ->allow_extra_args(false)
      ->type_name("PATH");
  app->add_option("--policy", run.first.policy, "The contact policy [none: only consent counts]")
      ->type_name("FILE");
  app->add_option("--events", run.events,
                  "Past events as JSON lines, plain or .xz; - is standard input")
      ->required()
      ->type_name("FILE");
  app->add_option_function<std::string>(
         "--format",
         [&run](const std::string& format) {
           run.format = format == "csv"             ? backtest::EventFormat::kCsv
                        : format == "online-retail" ? backtest::EventFormat::kOnlineRetail
                                                    : backtest::EventFormat::kJsonLines;
         },
         "What the events are: jsonl, csv or online-retail [jsonl]")
      ->check(CLI::IsMember({"jsonl", "csv", "online-retail"}))
      ->type_name("FORMAT");
  app->add_option("--mapping", run.mapping, "What the columns of a csv are, as JSON")
      ->type_name("FILE");
  app->add_option(
         "--profiles", run.profiles,
         "Addresses, consents and attributes, as customer import takes them; - is standard "
         "input")
      ->type_name("FILE");
  app->add_option_function<std::string>(
         "--assume-reachable",
         [&run](const std::string& names) {
           for (const absl::string_view name : absl::StrSplit(names, ',')) {
             run.assume_reachable.push_back(Must("--assume-reachable", ToChannel(name)));
           }
         },
         "Customers without a profile have an address on these, and consent")
      ->type_name("CHANNELS");
  app->add_flag("--skip-faulty", run.skip_faulty, "Count faulty lines instead of stopping at them");
}

void AddTime(CLI::App* app, BacktestOptions* options) {
  backtest::RunOptions& run = options->run;
  app->add_option_function<std::string>(
         "--from", [&run](const std::string& text) { run.from = Must("--from", ToTime(text)); },
         "Journeys start here; earlier events are only remembered [the first event]")
      ->type_name("TIME");
  app->add_option_function<std::string>(
         "--to", [&run](const std::string& text) { run.to = Must("--to", ToTime(text)); },
         "The clock stops here [when no wait is left, 90 days after the last event at most]")
      ->type_name("TIME");
}

void AddAssumptions(CLI::App* app, BacktestOptions* options) {
  backtest::RunOptions& run = options->run;
  AddByChannel(app, "--open-rate", "Assume that this share of messages is opened, push=0.08", 1,
               &run.reactions.open_share);
  AddByChannel(app, "--click-rate", "Assume that this share of messages is clicked", 1,
               &run.reactions.click_share);
  app->add_option_function<std::string>(
         "--reaction-after",
         [&run](const std::string& text) { run.reactions.after = ToDuration(text); },
         "How long after sending these come [10m]")
      ->check(IsDuration())
      ->type_name("DURATION");
  AddByChannel(app, "--provider-rate", "Messages a second that a provider takes, sms=10", 1e9,
               &run.rates);
}

void AddOutput(CLI::App* app, BacktestOptions* options) {
  app->add_option("--customer", options->run.customers, "Show all that happens to this customer")
      ->allow_extra_args(false)
      ->type_name("ID");
  app->add_option("--json", options->json, "Write the report there as JSON")->type_name("FILE");
  app->add_option("--html", options->html, "Write the report there as a page")->type_name("FILE");
  app->add_option("--jobs", options->run.threads, "Threads [one for each core]")
      ->check(CLI::Range(1, 256))
      ->type_name("N");
}

}  // namespace

void AddBacktestCommand(CLI::App* app, Command* command) {
  CLI::App* backtest =
      app->add_subcommand("backtest", "See what journeys would have done on past events");
  backtest->footer(
      "Nothing is sent and no gateway is needed. docs/backtest.md explains the report.\n\n"
      "Examples:\n"
      "  usherctl backtest --journeys journeys/ --policy journeys/policy.yaml \\\n"
      "    --events march.jsonl --profiles customers.jsonl --html march.html\n"
      "  usherctl backtest --journeys now/ --compare planned/ --events march.jsonl \\\n"
      "    --assume-reachable push,email --open-rate push=0.08,email=0.2\n"
      "  usherctl backtest --journeys journeys/ --events march.jsonl --profiles customers.jsonl "
      "\\\n"
      "    --customer c42\n"
      "  zcat archive/*.gz | usherctl backtest --journeys journeys/ --events - march-*.jsonl \\\n"
      "    --assume-reachable email");
  auto options = std::make_shared<BacktestOptions>();
  options->run.threads =
      static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 256u));
  AddInput(backtest, options.get());
  auto compare = std::make_shared<backtest::SideOptions>();
  backtest->add_option("--compare", compare->journeys, "Journeys to compare with")
      ->allow_extra_args(false)
      ->type_name("PATH");
  backtest
      ->add_option("--compare-policy", compare->policy,
                   "The policy of the other side [that of --policy]")
      ->type_name("FILE");
  AddTime(backtest, options.get());
  AddAssumptions(backtest, options.get());
  AddOutput(backtest, options.get());
  backtest->callback([=] {
    backtest::RunOptions& run = options->run;
    const bool csv = run.format == backtest::EventFormat::kCsv;
    if (csv && run.mapping.empty()) throw CLI::RequiredError("--mapping");
    if (!csv && !run.mapping.empty()) {
      throw CLI::ValidationError("--mapping", "goes with --format csv only");
    }
    if (!compare->journeys.empty() || !compare->policy.empty()) {
      run.second = *compare;
      if (run.second->journeys.empty()) run.second->journeys = run.first.journeys;
      if (run.second->policy.empty()) run.second->policy = run.first.policy;
    }
    *command = [=](const Session& session) { return RunBacktest(session, *options); };
  });
}

}  // namespace usher::cli
