#include "cli/clock_commands.h"
#include "cli/wiring.h"

namespace usher::cli {

void AddClockCommands(CLI::App* app, Command* command) {
  CLI::App* group = app->add_subcommand("clock", "Read or move the gateway's clock");
  group->require_subcommand(1);

  CLI::App* get = group->add_subcommand("get", "Show the gateway's time and speed");
  get->footer("Examples:\n  usherctl clock get");
  get->callback([=] { *command = GetClock; });

  CLI::App* advance = group->add_subcommand(
      "advance", "Move a clock that stands still; answers when all that was due is done");
  advance->footer(
      "Examples:\n"
      "  usherctl clock advance +1d12h\n"
      "  usherctl clock advance 2024-05-01T10:00:00Z");
  auto target = std::make_shared<std::string>();
  advance->add_option("TIME", *target, "A time in RFC 3339, or + and a length of time")
      ->required()
      ->type_name("");
  advance->callback(
      [=] { *command = [=](const Session& session) { return AdvanceClock(session, *target); }; });
}

}  // namespace usher::cli
