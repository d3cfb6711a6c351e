#include "cli/eval_commands.h"
#include "cli/wiring.h"

namespace usher::cli {

void AddEvalCommand(CLI::App* app, Command* command) {
  CLI::App* eval = app->add_subcommand("eval", "Evaluate an expression of the condition language");
  eval->footer(
      "Numbers of JSON are doubles, as in events. In the answer, an int or uint beyond 2^53 - 1\n"
      "is a text, bytes are base64, a timestamp is RFC 3339, a duration seconds such as \"90s\",\n"
      "NaN and the infinities are \"NaN\", \"Infinity\" and \"-Infinity\", keys of maps are texts, "
      "and\n"
      "a type is its name. --types reads variables as other types: {\"until\": \"timestamp\"} "
      "takes\n"
      "RFC 3339, bytes take base64, int and uint also texts; with it, types are checked first.\n"
      "Functions that look at a customer, such as count(), are known in journeys only.\n"
      "\n"
      "--batch reads lines {\"expr\": TEXT, \"vars\": {...}, \"types\": {...}} and answers each, "
      "in\n"
      "order, with {\"value\": JSON} or {\"error\": TEXT, \"line\": N, \"column\": N}.\n"
      "\n"
      "Examples:\n"
      "  usherctl eval '1 + 2'\n"
      "  usherctl eval 'event.price * 2 > 10' --vars '{\"event\": {\"price\": 9.5}}'\n"
      "  usherctl eval 'size(event.items)' --vars @event.json\n"
      "  echo '{\"expr\": \"x + x\", \"vars\": {\"x\": \"ab\"}}' | usherctl eval --batch");
  auto expression = std::make_shared<std::string>();
  auto vars = std::make_shared<std::string>();
  auto types = std::make_shared<std::string>();
  auto batch = std::make_shared<bool>(false);
  CLI::Option* text = eval->add_option("EXPR", *expression, "The expression")->type_name("");
  CLI::Option* with_vars =
      eval->add_option("--vars", *vars, "Its variables: a JSON object or @FILE")->type_name("JSON");
  CLI::Option* with_types =
      eval->add_option("--types", *types, "Types of variables: a JSON object or @FILE")
          ->type_name("JSON");
  eval->add_flag("--batch", *batch, "Answer the lines of standard input")
      ->excludes(text)
      ->excludes(with_vars)
      ->excludes(with_types);
  eval->callback([=] {
    if (!*batch && text->count() == 0) throw CLI::RequiredError("EXPR or --batch");
    *command = [=](const Session& session) {
      return *batch ? EvaluateBatch(session) : EvaluateOne(session, *expression, *vars, *types);
    };
  });
}

}  // namespace usher::cli
