#include "cli/event_commands.h"
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
  publish->add_option("--batch", options->publish.batch, "Events in a call")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str()
      ->type_name("N");
  publish->add_option("--in-flight", options->publish.in_flight, "Calls under way at once")
      ->check(CLI::Range(1, kInFlightMax))
      ->capture_default_str()
      ->type_name("N");
  publish->add_option("--rate", options->publish.rate, "At most this many events a second")
      ->check(CLI::PositiveNumber)
      ->type_name("N");
  publish->add_flag("--pace", options->publish.pace,
                    "Hold each event back until the gateway's clock has reached its time");
  AddRetryFor(publish, &options->publish.retry_for);
  publish->add_option("--report", options->report, "Write the summary there as JSON")
      ->type_name("FILE");
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

}  // namespace

void AddEventCommands(CLI::App* app, Command* command) {
  CLI::App* group = app->add_subcommand("event", "Publish events and check that they arrived");
  group->require_subcommand(1);
  AddPublish(group, command);
  AddVerify(group, command);
}

}  // namespace usher::cli
