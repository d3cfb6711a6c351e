#include "cli/event_commands.h"
#include "cli/event_import.h"
#include "cli/wiring.h"

namespace usher::cli {
namespace {

// One lane is one thread.
constexpr int kInFlightMax = 256;

void AddRetryFor(CLI::App* app, absl::Duration* retry_for) {
  app->add_option_function<std::string>(
         "--retry-for", [=](const std::string& text) { *retry_for = ToDuration(text); },
         "Go on trying this long while nothing succeeds [60s]")
      ->check(IsDuration())
      ->type_name("DURATION");
}

// How events are published, whatever they are read from.
void AddPublishOptions(CLI::App* app, EventPublishOptions* options) {
  app->add_option("--batch", options->publish.batch, "Events in a call")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str()
      ->type_name("N");
  app->add_option("--in-flight", options->publish.in_flight, "Calls under way at once")
      ->check(CLI::Range(1, kInFlightMax))
      ->capture_default_str()
      ->type_name("N");
  app->add_option("--rate", options->publish.rate, "At most this many events a second")
      ->check(CLI::PositiveNumber)
      ->type_name("N");
  app->add_flag("--pace", options->publish.pace,
                "Hold each event back until the gateway's clock has reached its time");
  AddRetryFor(app, &options->publish.retry_for);
  app->add_option("--report", options->report, "Write the summary there as JSON")
      ->type_name("FILE");
}

void AddPublish(CLI::App* group, Command* command) {
  CLI::App* publish = group->add_subcommand("publish", "Publish events from JSON lines");
  publish->footer(
      "One event a line:\n"
      "  {\"id\":\"e1\",\"customer_id\":\"c1\",\"name\":\"Product Added\","
      "\"time\":\"2024-05-01T10:00:00Z\",\"properties\":{\"price\":9.5}}\n"
      "Publishing the same lines again is harmless: ids count once.\n\n"
      "Examples:\n"
      "  usherctl event publish -f events.jsonl --report report.json\n"
      "  zcat events.jsonl.gz | usherctl event publish --rate 500\n"
      "  usherctl event publish -f events.jsonl --pace");
  auto options = std::make_shared<EventPublishOptions>();
  auto file = std::make_shared<std::string>("-");
  publish->add_option("-f,--file", *file, "JSON lines, - for standard input")
      ->capture_default_str()
      ->type_name("FILE");
  AddPublishOptions(publish, options.get());
  publish->callback([=] {
    *command = [=](const Session& session) { return PublishEvents(session, *options, *file); };
  });
}

void AddVerify(CLI::App* group, Command* command) {
  CLI::App* verify = group->add_subcommand(
      "verify", "Ask which events of JSON lines were taken; 1 if any is lost");
  verify->footer("Examples:\n  usherctl event verify -f events.jsonl");
  auto options = std::make_shared<EventVerifyOptions>();
  auto file = std::make_shared<std::string>("-");
  verify->add_option("-f,--file", *file, "JSON lines, - for standard input")
      ->capture_default_str()
      ->type_name("FILE");
  verify->add_option("--in-flight", options->in_flight, "Calls under way at once")
      ->check(CLI::Range(1, kInFlightMax))
      ->capture_default_str()
      ->type_name("N");
  AddRetryFor(verify, &options->retry_for);
  verify->callback([=] {
    *command = [=](const Session& session) { return VerifyEvents(session, *options, *file); };
  });
}

void AddImport(CLI::App* group, Command* command) {
  CLI::App* import = group->add_subcommand("import", "Publish the events of another system's log");
  import->footer(
      "online-retail is the format of UCI's Online Retail log; csv is any other CSV file, read as\n"
      "the mapping says (docs/importing.md). Files may be packed with xz. Events keep their "
      "times,\n"
      "and importing the same file again is harmless: ids count once.\n\n"
      "Examples:\n"
      "  usherctl event import --format online-retail online-retail.csv.xz --dry-run\n"
      "  usherctl event import --format csv --mapping sales.json sales-1.csv sales-2.csv\n"
      "  usherctl event import --format csv --mapping sales.json sales.csv --write events.jsonl");
  auto options = std::make_shared<EventImportOptions>();
  auto format = std::make_shared<std::string>();
  import->add_option("FILES", options->files, "The logs: .csv or .csv.xz")
      ->required()
      ->type_name("FILE");
  import->add_option("--format", *format, "online-retail or csv")
      ->required()
      ->check(CLI::IsMember({"online-retail", "csv"}))
      ->type_name("FORMAT");
  import->add_option("--mapping", options->mapping, "What the columns of a csv are, as JSON")
      ->type_name("FILE");
  CLI::Option* dry_run =
      import->add_flag("--dry-run", options->dry_run, "Only say what is in the files");
  import
      ->add_option("--write", options->write,
                   "Write JSON lines there instead of publishing, - for standard output")
      ->excludes(dry_run)
      ->type_name("FILE");
  AddPublishOptions(import, &options->publish);
  import->callback([=] {
    options->format = *format == "csv" ? LogFormat::kCsv : LogFormat::kOnlineRetail;
  const bool mapped = options->format == LogFormat::kCsv;
  if (mapped && options->mapping.empty()) throw CLI::RequiredError("--mapping");
  if (!mapped && !options->mapping.empty()) {
    throw CLI::ValidationError("--mapping", "goes with --format csv only");
  }
  *command = [=](const Session& session) { return ImportEvents(session, *options); };
});
}  // namespace

}  // namespace usher::cli

void AddEventCommands(CLI::App* app, Command* command) {
  CLI::App* group = app->add_subcommand("event", "Publish events and check that they arrived");
  group->require_subcommand(1);
  AddPublish(group, command);
  AddImport(group, command);
  AddVerify(group, command);
}

}  // namespace usher::cli
