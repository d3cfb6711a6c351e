#include "cli/audience_commands.h"
#include "cli/wiring.h"

namespace usher::cli {
namespace {

void AddExport(CLI::App* group, Command* command) {
  CLI::App* exported = group->add_subcommand("export", "Write everybody in an audience");
  exported->footer(
      "A line of JSON for each; with --csv a table; with -o name ids alone. It looks at every\n"
      "record, at a pace that leaves room for others. An address is given only if the customer\n"
      "may have messages of the category there.\n\n"
      "Examples:\n"
      "  usherctl audience export retarget --channel email --csv > retarget.csv\n"
      "  usherctl audience export retarget --channel email --category advertising\n"
      "  usherctl audience export retarget -o name | wc -l");
  auto options = std::make_shared<AudienceExportOptions>();
  exported->add_option("NAME", options->audience, "The audience")->required()->type_name("");
  exported
      ->add_option("--channel", options->channels,
                   "Give addresses on it; may be given several times")
      ->allow_extra_args(false)
      ->type_name("CHANNEL");
  exported
      ->add_option("--category", options->category,
                   "Of messages that the customer agreed to [marketing]")
      ->type_name("NAME");
  exported->add_flag("--csv", options->csv, "Comma-separated values, with a heading");
  exported->callback([=] {
    *command = [=](const Session& session) { return ExportAudience(session, *options); };
  });
}

}  // namespace

void AddAudienceCommands(CLI::App* app, Command* command) {
  CLI::App* group = app->add_subcommand("audience", "Who is in the audiences of journeys");
  group->require_subcommand(1);
  CLI::App* list = group->add_subcommand("list", "List the audiences that journeys name");
  list->footer("Examples:\n  usherctl audience list\n  usherctl audience list -o name");
  list->callback([=] { *command = [](const Session& session) { return ListAudiences(session); }; });
  AddExport(group, command);
}

}  // namespace usher::cli
