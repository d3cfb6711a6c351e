#include "cli/library_commands.h"
#include "cli/template_commands.h"
#include "cli/wiring.h"

namespace usher::cli {
namespace {

void AddOptions(CLI::App* render, TemplateOptions* options) {
  render
      ->add_option("--partials", options->partials,
                   "A folder of *.liquid files, for render and include")
      ->type_name("DIR");
  render
      ->add_option("--translations", options->translations,
                   "A JSON file of texts by locale and key, for the filter t; the first locale is "
                   "the default")
      ->type_name("FILE");
  render->add_option("--escape", options->escape, "none, html or json [none]")
      ->check(CLI::IsMember({"none", "html", "json"}))
      ->type_name("FOR");
  render
      ->add_option("--channel", options->channel,
                   "The channel it is for; sms tells the size in segments")
      ->check(CLI::IsMember({"push", "sms", "email", "chat", "whatsapp", "in_app", "webhook"}))
      ->type_name("CHANNEL");
  render->add_option("--locale", options->locale, "For money and t")
      ->capture_default_str()
      ->type_name("LOCALE");
  render->add_option("--currency", options->currency, "For money without an argument")
      ->type_name("CODE");
  render->add_option("--zone", options->zone, "Where dates are shown")
      ->capture_default_str()
      ->type_name("ZONE");
  render->add_option("--now", options->now, "What \"now\" is, in RFC 3339 [the clock]")
      ->type_name("TIME");
  render->add_flag("--strict", options->strict, "Fail where an output's variable is missing");
}

void AddRender(CLI::App* group, Command* command) {
  CLI::App* render = group->add_subcommand("render", "Render a Liquid template; no gateway needed");
  render->footer(
      "Examples:\n"
      "  usherctl template render reminder.liquid --data '{\"event\": {\"name\": \"Mug\"}}'\n"
      "  usherctl template render reminder.liquid --data @data.json --escape html\n"
      "  usherctl template render --batch < lines.jsonl");
  auto options = std::make_shared<TemplateOptions>();
  auto file = std::make_shared<std::string>();
  auto data = std::make_shared<std::string>("{}");
  auto batch = std::make_shared<bool>(false);
  CLI::Option* file_option =
      render->add_option("FILE", *file, "The template; - is standard input")->type_name("");
  render->add_option("--data", *data, "Its variables: a JSON object, or @ and a file")
      ->capture_default_str()
      ->type_name("JSON");
  render
      ->add_flag("--batch", *batch,
                 "Answer lines {\"template\", \"data\", \"partials\"} of standard input")
      ->excludes(file_option);
  AddOptions(render, options.get());
  render->callback([=] {
    if (file->empty() && !*batch) throw CLI::RequiredError("FILE or --batch");
    *command = [=](const Session& session) {
      return *batch ? RenderTemplates(session, *options)
                    : RenderTemplate(session, *options, *file, *data);
    };
  });
}

void AddId(CLI::App* app, std::string* id) {
  app->add_option("ID", *id, "A journey of the library")->required()->type_name("");
}

void AddList(CLI::App* group, Command* command) {
  CLI::App* list = group->add_subcommand("list", "List the journeys of the library");
  list->footer("Examples:\n  usherctl template list\n  usherctl template list -o name");
  list->callback([=] { *command = [](const Session& session) { return ListLibrary(session); }; });
}

void AddShow(CLI::App* group, Command* command) {
  CLI::App* show = group->add_subcommand("show", "Show a journey of the library");
  show->footer(
      "It is shown as it is written. With -o table, only its steps.\n\n"
      "Examples:\n"
      "  usherctl template show cart-abandonment\n"
      "  usherctl template show cart-abandonment -o table");
  auto id = std::make_shared<std::string>();
  AddId(show, id.get());
  show->callback(
      [=] { *command = [=](const Session& session) { return ShowLibraryJourney(session, *id); }; });
}

void AddInit(CLI::App* group, Command* command) {
  CLI::App* init =
      group->add_subcommand("init", "Write a journey of the library into a folder, to change it");
  init->footer(
      "Writes the journey ID.yaml, its stories ID.test.yaml, sample events ID.events.jsonl and\n"
      "the contact policy policy.yaml. Nothing that is there is overwritten.\n\n"
      "Examples:\n"
      "  usherctl template init cart-abandonment\n"
      "  usherctl template init cart-abandonment --dir shop/journeys");
  auto id = std::make_shared<std::string>();
  auto folder = std::make_shared<std::string>(".");
  AddId(init, id.get());
  init->add_option("--dir", *folder, "Where to; it is made if need be")
      ->capture_default_str()
      ->type_name("DIR");
  init->callback([=] {
    *command = [=](const Session& session) { return InitLibraryJourney(session, *id, *folder); };
  });
}

}  // namespace

void AddTemplateCommands(CLI::App* app, Command* command) {
  CLI::App* group =
      app->add_subcommand("template", "Journeys to begin with, and message templates");
  group->require_subcommand(1);
  AddList(group, command);
  AddShow(group, command);
  AddInit(group, command);
  AddRender(group, command);
}

}  // namespace usher::cli
