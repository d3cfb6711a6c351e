#include "absl/strings/str_cat.h"

#include "cli/inbox_commands.h"
#include "cli/wiring.h"

namespace usher::cli {
namespace {

std::shared_ptr<CustomerName> AddName(CLI::App* app) {
  auto name = std::make_shared<CustomerName>();
  app->add_option("ID", name->id, "The customer")->required()->type_name("");
  app->add_flag("--anonymous", name->anonymous, "ID is a visitor's");
  return name;
}

using Reaction = ExitCode (*)(const Session&, const CustomerName&, const std::vector<std::string>&);

void AddReaction(CLI::App* group, const std::string& name, const std::string& help,
                 Reaction reaction, Command* command) {
  CLI::App* app = group->add_subcommand(name, help);
  app->footer(absl::StrCat("Examples:\n  usherctl inbox ", name, " c42 0123456789abcdef"));
  auto customer = AddName(app);
  auto ids = std::make_shared<std::vector<std::string>>();
  app->add_option("SEND_ID", *ids, "Ids of messages, as inbox list shows them")
      ->required()
      ->type_name("");
  app->callback([=] {
    *command = [=](const Session& session) { return reaction(session, *customer, *ids); };
  });
}

}  // namespace

void AddInboxCommands(CLI::App* app, Command* command) {
  CLI::App* group = app->add_subcommand("inbox", "See what customers are shown inside the app");
  group->require_subcommand(1);

  CLI::App* list = group->add_subcommand("list", "Show what a customer is shown now");
  list->footer(
      "Examples:\n  usherctl inbox list c42\n  usherctl inbox list v7 --anonymous -o json");
  auto list_name = AddName(list);
  list->callback(
      [=] { *command = [=](const Session& session) { return ListInbox(session, *list_name); }; });

  CLI::App* watch = group->add_subcommand("watch", "Show messages as they come and go");
  watch->footer(
      "Each line begins with shown, seen or gone; -o json writes whole answers. Goes on until it "
      "is\n"
      "interrupted.\n\n"
      "Examples:\n  usherctl inbox watch c42\n  usherctl inbox watch c42 --changes 3");
  auto watch_name = AddName(watch);
  auto changes = std::make_shared<std::uint32_t>(0);
  watch->add_option("--changes", *changes, "End after so many answers, the present list included")
      ->type_name("N");
  watch->callback([=] {
    *command = [=](const Session& session) { return WatchInbox(session, *watch_name, *changes); };
  });

  AddReaction(group, "seen", "The customer saw messages", MarkSeen, command);
  AddReaction(group, "dismiss", "The customer put messages away", DismissMessages, command);
}

}  // namespace usher::cli
