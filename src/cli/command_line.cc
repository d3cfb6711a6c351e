#include "cli/command_line.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "base/nearest.h"
#include "cli/clock_commands.h"
#include "cli/rpc_error.h"
#include "cli/wiring.h"

namespace usher::cli {
namespace {

constexpr char kFooter[] =
    "Examples:\n"
    "  usherctl journey apply -f journeys/\n"
    "  usherctl event publish -f events.jsonl\n"
    "  usherctl customer explain c42\n"
    "\n"
    "Exit codes: 0 done, 1 failed (also in part), 2 wrong usage.";

struct GlobalOptions {
  std::string server = "localhost:7300";
  std::string timeout;
  std::string format;  // empty: as a table
  bool no_colour = false;
};

void AddGlobalOptions(CLI::App* app, GlobalOptions* options) {
  app->add_option("--server", options->server, "The gateway: host:port or unix:path")
      ->envname("USHER_SERVER")
      ->capture_default_str()
      ->type_name("ADDRESS");
  app->add_option("--timeout", options->timeout,
                  "How long one call may take [10s, clock advance 10m]")
      ->check(IsDuration())
      ->type_name("DURATION");
  app->add_option("-o,--output", options->format, "table, wide, json, yaml or name [table]")
      ->check(CLI::IsMember({"table", "wide", "json", "yaml", "name"}))
      ->type_name("FORMAT");
  app->add_flag("--no-color", options->no_colour, "No colour, as with NO_COLOR set");
}

Session MakeSession(const GlobalOptions& options, const Console& console, Timing* timing) {
  Session session;
  session.console = console;
  session.timing = timing;
  session.server = options.server;
  if (options.no_colour) session.console.colour_out = session.console.colour_err = false;
  if (!options.timeout.empty()) session.timeout = ToDuration(options.timeout);
  session.format = ParseOutputFormat(options.format).value_or(OutputFormat::kTable);
  session.format_chosen = !options.format.empty();
  return session;
}

// At the end of every command's help, which lists that command's own options only: where the others
// are. `path` is how the command is called.
void MentionOtherHelp(CLI::App* app, const std::string& path) {
  for (CLI::App* subcommand : app->get_subcommands(nullptr)) {
    const std::string name = absl::StrCat(path, " ", subcommand->get_name());
    std::string footer = subcommand->get_footer();
    if (!footer.empty()) footer += "\n\n";
    if (!subcommand->get_subcommands(nullptr).empty()) {
      absl::StrAppend(&footer, name, " COMMAND --help shows a command's options, with examples.\n");
    }
    absl::StrAppend(&footer, "usherctl --help lists the options that all commands share.");
    subcommand->footer(footer);
    MentionOtherHelp(subcommand, name);
  }
}

void PrintUsageError(const CLI::App& app, const CLI::ParseError& error, const Console& console) {
  const CLI::App* at = &app;
  std::string path = app.get_name();
  while (!at->get_subcommands().empty()) {
    at = at->get_subcommands().front();
    absl::StrAppend(&path, " ", at->get_name());
  }
  std::vector<std::string> commands;
  for (const CLI::App* subcommand : at->get_subcommands(nullptr)) {
    commands.push_back(subcommand->get_name());
  }
  const std::vector<std::string> rest = app.remaining(/*recurse=*/true);
  if (!commands.empty() && !rest.empty() && !rest.front().starts_with('-')) {
    const std::string nearest = base::Nearest(rest.front(), commands);
    PrintError(
        absl::StrCat("\"", rest.front(), "\" is no command",
                     nearest.empty() ? "" : "; did you mean ", nearest, nearest.empty() ? "" : "?"),
        console);
  } else {
    PrintError(error.what(), console);
  }
  *console.err << "see " << path << " --help\n";
}

}  // namespace

CLI::Validator IsDuration() {
  return CLI::Validator(
      [](std::string& text) -> std::string {
        const auto span = ParseSpan(text);
        if (!span.ok()) return std::string(span.status().message());
        return *span > absl::ZeroDuration() ? "" : "must be more than nothing";
      },
      "");
}

absl::Duration ToDuration(const std::string& text) {
  return ParseSpan(text).value_or(absl::ZeroDuration());
}

ExitCode Run(const std::vector<std::string>& arguments, const Console& console, Timing* timing) {
  CLI::App app("usherctl talks to an usher gateway.", "usherctl");
  app.set_version_flag("--version", "usherctl " USHER_VERSION, "Print the version");
  app.fallthrough();
  app.require_subcommand(1);
  GlobalOptions options;
  Command command;
  AddGlobalOptions(&app, &options);
  AddJourneyCommands(&app, &command);
  AddEventCommands(&app, &command);
  AddCustomerCommands(&app, &command);
  AddInboxCommands(&app, &command);
  AddDeliveryCommands(&app, &command);
  AddFeedbackCommands(&app, &command);
  AddClockCommands(&app, &command);
  AddAudienceCommands(&app, &command);
  AddTemplateCommands(&app, &command);
  AddOccasionCommands(&app, &command);
  AddPolicyCommands(&app, &command);
  AddEvalCommand(&app, &command);
  AddBacktestCommand(&app, &command);
  AddCompletionCommand(&app, &command);
  MentionOtherHelp(&app, app.get_name());
  app.footer(kFooter);  // at last, since commands take over that of their parent

  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    // Help and version end parsing in this way too.
    if (error.get_exit_code() == 0) {
      app.exit(error, *console.out, *console.err);
      return kOk;
    }
    PrintUsageError(app, error, console);
    return kUsage;
  }
  return command(MakeSession(options, console, timing));
}

}  // namespace usher::cli
