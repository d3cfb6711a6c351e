#include "cli/delivery_commands.h"
#include "cli/wiring.h"

namespace usher::cli {

void AddDeliveryCommands(CLI::App* app, Command* command) {
  CLI::App* group =
      app->add_subcommand("deliveries", "Take messages of channels that go to subscribers");
  group->require_subcommand(1);
  CLI::App* watch = group->add_subcommand("watch", "Take a channel's messages and print them");
  watch->footer(
      "A line of JSON each. Asks on standard input what became of it, unless --report says it.\n\n"
      "Examples:\n"
      "  usherctl deliveries watch push\n"
      "  usherctl deliveries watch push --report accepted");
  auto options = std::make_shared<WatchDeliveriesOptions>();
  watch->add_option("CHANNEL", options->channel, "The channel")->required()->type_name("");
  watch->add_option("--report", options->report, "Report every delivery as this")
      ->check(CLI::IsMember(DeliveryOutcomes()))
      ->type_name("OUTCOME");
  watch->add_option("--capacity", options->capacity, "Deliveries held at once")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str()
      ->type_name("N");
  watch->add_option("--count", options->count, "End after so many")->type_name("N");
  watch->callback([=] {
    *command = [=](const Session& session) { return WatchDeliveries(session, *options); };
  });
}

}  // namespace usher::cli
