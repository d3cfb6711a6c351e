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

}  // namespace

void AddTemplateCommands(CLI::App* app, Command* command) {
  CLI::App* group = app->add_subcommand("template", "Try message templates");
  group->require_subcommand(1);
  AddRender(group, command);
}

}  // namespace usher::cli
