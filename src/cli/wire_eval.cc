#include "cli/eval_commands.h"
#include "cli/wiring.h"

namespace usher::cli {
namespace {

constexpr char kFooter[] =
    "Numbers of JSON are doubles, as in events. In the answer, an int or uint beyond\n"
    "2^53 - 1 is a text, bytes are base64, a timestamp is RFC 3339, a duration seconds\n"
    "such as \"90s\", NaN and the infinities are \"NaN\", \"Infinity\" and \"-Infinity\", keys\n"
    "of maps are texts, and a type is its name.\n"
    "\n"
    "--types reads variables as other types: {\"until\": \"timestamp\"} takes RFC 3339, bytes\n"
    "take base64, int and uint also texts. An unknown name or a wrong type is an error\n"
    "where it is evaluated; with --check already before, as when a journey is applied.\n"
    "Functions that look at a customer, such as count(), are known in journeys only.\n"
    "\n"
    "--batch reads lines {\"expr\": TEXT, \"vars\": {...}, \"types\": {...}, \"check\": BOOL},\n"
    "of which only \"expr\" is required, and answers each, in order, with {\"value\": JSON} or\n"
    "{\"error\": TEXT, \"line\": N, \"column\": N}.\n"
    "\n"
    "Examples:\n"
    "  usherctl eval '1 + 2'\n"
    "  usherctl eval 'event.price * 2 > 10' --vars '{\"event\": {\"price\": 9.5}}'\n"
    "  usherctl eval 'size(event.items)' --vars @event.json\n"
    "  echo '{\"expr\": \"x + x\", \"vars\": {\"x\": \"ab\"}}' | usherctl eval --batch";

}  // namespace

void AddEvalCommand(CLI::App* app, Command* command) {
  CLI::App* eval = app->add_subcommand("eval", "Evaluate an expression of the condition language");
  eval->footer(kFooter);
  auto request = std::make_shared<EvalRequest>();
  auto batch = std::make_shared<bool>(false);
  CLI::Option* lines = eval->add_flag("--batch", *batch, "Answer the lines of standard input");
  CLI::Option* text = eval->add_option("EXPR", request->expression, "The expression");
  text->type_name("")->excludes(lines);
  eval->add_option("--vars", request->vars, "Its variables: a JSON object or @FILE")
      ->type_name("JSON")
      ->excludes(lines);
  eval->add_option("--types", request->types, "Types of variables: a JSON object or @FILE")
      ->type_name("JSON")
      ->excludes(lines);
  eval->add_flag("--check", request->check, "Check names and types before evaluating")
      ->excludes(lines);
  eval->callback([=] {
    if (!*batch && text->count() == 0) throw CLI::RequiredError("EXPR or --batch");
    *command = [=](const Session& session) {
      return *batch ? EvaluateBatch(session) : EvaluateOne(session, *request);
    };
  });
}

}  // namespace usher::cli
