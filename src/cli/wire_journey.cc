#include "cli/journey_commands.h"
#include "cli/journey_test.h"
#include "cli/wiring.h"

namespace usher::cli {
namespace {

void AddApply(CLI::App* group, Command* command) {
  CLI::App* apply = group->add_subcommand("apply", "Take journeys live from YAML");
  apply->footer(
      "Examples:\n"
      "  usherctl journey apply -f cart-abandonment.yaml\n"
      "  usherctl journey apply -f journeys/ --dry-run\n"
      "  cat cart-abandonment.yaml | usherctl journey apply -f -");
  auto options = std::make_shared<JourneyApplyOptions>();
  apply->add_option("-f,--file", options->files, "A file, a folder of *.yaml files, or -")
      ->required()
      ->allow_extra_args(false)
      ->type_name("FILE");
  apply->add_flag("--dry-run", options->dry_run, "Only check, change nothing");
  apply->callback(
      [=] { *command = [=](const Session& session) { return ApplyJourneys(session, *options); }; });
}

void AddChange(CLI::App* group, Command* command, JourneyChange change, const std::string& verb,
               const std::string& description) {
  CLI::App* app = group->add_subcommand(verb, description);
  app->footer("Examples:\n  usherctl journey " + verb + " cart-abandonment");
  auto names = std::make_shared<std::vector<std::string>>();
  app->add_option("NAME", *names, "Journeys")->required()->type_name("");
  app->callback([=] {
    *command = [=](const Session& session) { return ChangeJourneys(session, change, *names); };
  });
}

void AddGet(CLI::App* group, Command* command) {
  CLI::App* get = group->add_subcommand("get", "Show one journey; -o yaml with its definition");
  get->footer("Examples:\n  usherctl journey get cart-abandonment -o yaml");
  auto name = std::make_shared<std::string>();
  auto version = std::make_shared<std::string>();
  get->add_option("NAME", *name, "The journey")->required()->type_name("");
  get->add_option("--at", *version, "This version instead of the one that takes entries")
      ->type_name("VERSION");
  get->callback([=] {
    *command = [=](const Session& session) { return GetJourney(session, *name, *version); };
  });
}

void AddEnter(CLI::App* group, Command* command) {
  CLI::App* enter = group->add_subcommand("enter", "Put a customer into a journey with `api: {}`");
  enter->footer(
      "Examples:\n"
      "  usherctl journey enter invitation c42 --property party=summer --request-id s-c42");
  auto options = std::make_shared<JourneyEnterOptions>();
  enter->add_option("NAME", options->journey, "The journey")->required()->type_name("");
  enter->add_option("ID", options->customer.id, "The customer")->required()->type_name("");
  enter->add_flag("--anonymous", options->customer.anonymous, "ID is a visitor's");
  enter
      ->add_option("--property", options->properties,
                   "NAME=VALUE; the value is JSON if it is JSON, else a string")
      ->allow_extra_args(false)
      ->type_name("NAME=VALUE");
  enter->add_option("--request-id", options->request_id,
                    "The same id again changes nothing [a new one]");
  enter->callback(
      [=] { *command = [=](const Session& session) { return EnterJourney(session, *options); }; });
}

void AddMigrate(CLI::App* group, Command* command) {
  CLI::App* migrate = group->add_subcommand("migrate", "Move runs to another version, by step id");
  migrate->footer(
      "Versions are those of `usherctl journey get NAME -o yaml` and `journey stats`.\n\n"
      "Examples:\n"
      "  usherctl journey migrate cart-abandonment --from 9c1185a5c5e9fc54 --dry-run\n"
      "  usherctl journey migrate cart-abandonment --from 9c1185a5c5e9fc54");
  auto options = std::make_shared<JourneyMigrateOptions>();
  migrate->add_option("NAME", options->journey, "The journey")->required()->type_name("");
  migrate->add_option("--from", options->from, "The version whose runs move")
      ->required()
      ->type_name("VERSION");
  migrate->add_option("--to", options->to, "Where to [the version that takes entries]")
      ->type_name("VERSION");
  migrate->add_flag("--dry-run", options->dry_run, "Only say what would happen");
  migrate->callback([=] {
    *command = [=](const Session& session) { return MigrateJourney(session, *options); };
  });
}

void AddStats(CLI::App* group, Command* command) {
  CLI::App* stats = group->add_subcommand("stats", "Show what journeys have done, step by step");
  stats->footer(
      "Examples:\n  usherctl journey stats cart-abandonment\n"
      "  usherctl journey stats --all -o json");
  auto names = std::make_shared<std::vector<std::string>>();
  auto all = std::make_shared<bool>(false);
  CLI::Option* name_option = stats->add_option("NAME", *names, "Journeys")->type_name("");
  stats->add_flag("--all", *all, "All journeys")->excludes(name_option);
  stats->callback([=] {
    if (names->empty() && !*all) throw CLI::RequiredError("NAME or --all");
    *command = [=](const Session& session) { return ShowJourneyStats(session, *names, *all); };
  });
}

void AddTest(CLI::App* group, Command* command) {
  CLI::App* test = group->add_subcommand("test", "Run the tests written beside journeys");
  test->footer(
      "A test is NAME.test.yaml beside the journey NAME.yaml:\n"
      "  cases:\n"
      "    - name: Reminds of a cart that was left for an hour\n"
      "      events:\n"
      "        - { name: Product Added, properties: { cart_id: k1, name: Blue mug } }\n"
      "      expect:\n"
      "        - { at: 1h, channel: push, step: remind, contains: Blue mug }\n"
      "docs/testing-journeys.md describes all of it. Nothing is sent and no gateway is needed.\n"
      "Exit codes: 0 all pass, 1 a case fails, 2 a file is faulty.\n\n"
      "Examples:\n"
      "  usherctl journey test journeys/\n"
      "  usherctl journey test journeys/cart-abandonment.yaml --explain");
  auto options = std::make_shared<JourneyTestOptions>();
  test->add_option("PATH", options->paths, "Tests, journeys with tests beside them, or folders")
      ->required()
      ->type_name("");
  test->add_option("--only", options->only, "Only cases with this in their name")
      ->type_name("TEXT");
  test->add_flag("--explain", options->explain, "Show what happened in every case");
  test->callback(
      [=] { *command = [=](const Session& session) { return TestJourneys(session, *options); }; });
}

}  // namespace

void AddJourneyCommands(CLI::App* app, Command* command) {
  CLI::App* group = app->add_subcommand("journey", "Apply, watch and stop journeys");
  group->require_subcommand(1);
  AddApply(group, command);
  AddGet(group, command);
  CLI::App* list = group->add_subcommand("list", "List all journeys");
  list->footer("Examples:\n  usherctl journey list -o wide");
  list->callback([=] { *command = ListJourneys; });
  AddChange(group, command, JourneyChange::kPause, "pause", "Let nobody enter or move on");
  AddChange(group, command, JourneyChange::kResume, "resume", "Let a paused journey go on");
  AddChange(group, command, JourneyChange::kArchive, "archive", "End a journey and all its runs");
  AddEnter(group, command);
  AddMigrate(group, command);
  AddStats(group, command);
  AddTest(group, command);
}

}  // namespace usher::cli
