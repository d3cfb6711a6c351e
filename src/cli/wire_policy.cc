#include "cli/policy_commands.h"
#include "cli/wiring.h"

namespace usher::cli {
namespace {

void AddValidate(CLI::App* group, Command* command) {
  CLI::App* validate = group->add_subcommand("validate", "Check policy files, without a gateway");
  validate->footer("Examples:\n  usherctl policy validate -f policy.yaml");
  auto files = std::make_shared<std::vector<std::string>>();
  validate->add_option("-f,--file", *files, "A file, or - for standard input")
      ->required()
      ->allow_extra_args(false)
      ->type_name("FILE");
  validate->callback([=] {
    *command = [=](const Session& session) { return ValidatePolicies(session, *files); };
  });
}

void AddApply(CLI::App* group, Command* command) {
  CLI::App* apply = group->add_subcommand("apply", "Take a policy live on all gateways");
  apply->footer(
      "It holds on every gateway that was started without a policy file.\n\n"
      "Examples:\n"
      "  usherctl policy apply -f policy.yaml\n"
      "  usherctl policy apply -f policy.yaml --dry-run");
  auto options = std::make_shared<PolicyApplyOptions>();
  apply->add_option("-f,--file", options->file, "A file, or - for standard input")
      ->required()
      ->type_name("FILE");
  apply->add_flag("--dry-run", options->dry_run, "Only check, change nothing");
  apply->callback(
      [=] { *command = [=](const Session& session) { return ApplyPolicy(session, *options); }; });
}

void AddExplain(CLI::App* group, Command* command) {
  CLI::App* explain =
      group->add_subcommand("explain", "Show what could be sent to a customer now, and what not");
  explain->footer(
      "With -o name: the channels on which it could be sent now, one on a line.\n\n"
      "Examples:\n"
      "  usherctl policy explain --customer c42\n"
      "  usherctl policy explain --customer c42 --category newsletter\n"
      "  usherctl policy explain --customer c42 --journey price-alert -o json");
  auto options = std::make_shared<PolicyExplainOptions>();
  explain->add_option("--customer", options->customer.id, "The customer")
      ->required()
      ->type_name("ID");
  explain->add_flag("--anonymous", options->customer.anonymous, "The ID is a visitor's");
  explain->add_option("--category", options->category, "Of the message [marketing]")
      ->type_name("NAME");
  explain->add_option("--journey", options->journey, "That would send it, for caps of its own")
      ->type_name("NAME");
  explain->callback(
      [=] { *command = [=](const Session& session) { return ExplainPolicy(session, *options); }; });
}

}  // namespace

void AddPolicyCommands(CLI::App* app, Command* command) {
  CLI::App* group = app->add_subcommand("policy", "What may be sent to customers, and when");
  group->require_subcommand(1);
  AddValidate(group, command);
  AddApply(group, command);
  CLI::App* get = group->add_subcommand("get", "Show the policy in force, as it was applied");
  get->footer("Examples:\n  usherctl policy get > policy.yaml");
  get->callback([=] { *command = [](const Session& session) { return GetPolicy(session); }; });
  AddExplain(group, command);
}

}  // namespace usher::cli
