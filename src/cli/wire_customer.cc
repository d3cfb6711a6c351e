#include "cli/customer_commands.h"
#include "cli/customer_import.h"
#include "cli/wiring.h"

namespace usher::cli {
namespace {

std::shared_ptr<CustomerName> AddName(CLI::App* app) {
  auto name = std::make_shared<CustomerName>();
  app->add_option("ID", name->id, "The customer")->required()->type_name("");
  app->add_flag("--anonymous", name->anonymous, "ID is a visitor's");
  return name;
}

void AddSet(CLI::App* group, Command* command) {
  CLI::App* set = group->add_subcommand("set", "Create a customer or change the profile");
  set->footer(
      "Examples:\n"
      "  usherctl customer set c42 --attribute tier=gold --attribute points=120\n"
      "  usherctl customer set c42 --address push=TOKEN --time-zone Europe/Vienna");
  auto name = AddName(set);
  auto options = std::make_shared<CustomerSetOptions>();
  set->add_option("--attribute", options->attributes,
                  "NAME=VALUE; the value is JSON if it is JSON, else a string; null removes")
      ->allow_extra_args(false)
      ->type_name("NAME=VALUE");
  set->add_option("--drop-address", options->gone,
                  "CHANNEL=ADDRESS to remove, such as one of several push tokens");
  set->add_option("--address", options->addresses, "CHANNEL=ADDRESS; an empty address removes")
      ->allow_extra_args(false)
      ->type_name("CHANNEL=ADDRESS");
  set->add_option("--locale", options->locale, "Language and region, such as de-AT");
  set->add_option("--time-zone", options->time_zone, "Such as Europe/Vienna");
  set->add_option("--country", options->country, "Two letters, such as AT");
  set->callback([=] {
    *command = [=](const Session& session) { return SetCustomer(session, *name, *options); };
  });
}

void AddConsent(CLI::App* group, Command* command) {
  CLI::App* consent = group->add_subcommand("consent", "Record permission given or withdrawn");
  consent->footer(
      "Examples:\n"
      "  usherctl customer consent c42 --channel push --category marketing --grant\n"
      "  usherctl customer consent c42 --withdraw --source phone-call");
  auto name = AddName(consent);
  auto options = std::make_shared<CustomerConsentOptions>();
  consent->add_option("--channel", options->channel, "One channel, or all")->capture_default_str();
  consent->add_option("--category", options->category, "Of messages [all but transactional]");
  consent->add_option("--source", options->source, "Where it came from")->capture_default_str();
  auto granted = std::make_shared<bool>(false);
  auto withdrawn = std::make_shared<bool>(false);
  CLI::Option* grant = consent->add_flag("--grant", *granted, "Permission is given");
  consent->add_flag("--withdraw", *withdrawn, "Permission is withdrawn")->excludes(grant);
  consent->callback([=] {
    if (*granted == *withdrawn) throw CLI::RequiredError("--grant or --withdraw");
    options->granted = *granted;
    *command = [=](const Session& session) { return SetCustomerConsent(session, *name, *options); };
  });
}

void AddImport(CLI::App* group, Command* command) {
  CLI::App* import = group->add_subcommand("import", "Create or change customers from JSON lines");
  import->footer(
      "One customer a line:\n"
      "  {\"customer_id\":\"c1\",\"attributes\":{\"tier\":\"gold\"},\"locale\":\"de-AT\","
      "\"time_zone\":\"Europe/Vienna\",\"country\":\"AT\",\"addresses\":{\"push\":\"TOKEN\"},"
      "\"consents\":[{\"channel\":\"push\",\"category\":\"marketing\",\"granted\":true}]}\n\n"
      "Examples:\n"
      "  usherctl customer import -f customers.jsonl");
  auto options = std::make_shared<CustomerImportOptions>();
  options->file = "-";
  import->add_option("-f,--file", options->file, "JSON lines, - for standard input")
      ->capture_default_str()
      ->type_name("FILE");
  import->add_option("--in-flight", options->in_flight, "Calls under way at once")
      ->check(CLI::Range(1, 256))
      ->capture_default_str()
      ->type_name("N");
  import->add_option_function<std::string>(
            "--retry-for",
            [=](const std::string& text) { options->retry_for = ToDuration(text);
},
            "Go on trying this long while nothing succeeds [60s]")
      ->check(IsDuration())
      ->type_name("DURATION");
  import->callback([=] {
    *command = [=](const Session& session) { return ImportCustomers(session, *options);
  };  // namespace
  }   // namespace usher::cli
);
}

}  // namespace

void AddCustomerCommands(CLI::App* app, Command* command) {
  CLI::App* group = app->add_subcommand("customer", "See, change and erase customers");
  group->require_subcommand(1);

  CLI::App* get = group->add_subcommand("get", "Show a customer's profile, journeys and messages");
  get->footer("Examples:\n  usherctl customer get c42 -o yaml");
  auto get_name = AddName(get);
  get->callback(
      [=] { *command = [=](const Session& session) { return GetCustomer(session, *get_name); }; });

  CLI::App* explain = group->add_subcommand("explain", "Show what was decided lately, and why");
  explain->footer(
      "Examples:\n  usherctl customer explain c42\n"
      "  usherctl customer explain v7 --anonymous --limit 20 -o wide");
  auto explain_name = AddName(explain);
  auto limit = std::make_shared<std::uint32_t>(0);
  explain->add_option("--limit", *limit, "Only the last ones")->type_name("N");
  explain->callback([=] {
    *command = [=](const Session& session) {
      return ExplainCustomer(session, *explain_name, *limit);
    };
  });

  CLI::App* erase = group->add_subcommand("erase", "Forget a customer: profile, journeys, history");
  erase->footer("Examples:\n  usherctl customer erase c42");
  auto erase_name = AddName(erase);
  erase->callback([=] {
    *command = [=](const Session& session) { return EraseCustomer(session, *erase_name); };
  });

  AddSet(group, command);
  AddConsent(group, command);
  AddImport(group, command);
}

}  // namespace usher::cli
