#include <string>
#include <variant>

#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "cli/rpc_error.h"
#include "cli/template_commands.h"
#include "cli/template_setting.h"

namespace usher::cli {
namespace {

using base::Value;

Value ErrorAnswer(const liquid::Error& error) {
  Value answer;
  answer.Set("error", Value(error.message));
  answer.Set("line", Value(std::int64_t{error.line}));
  answer.Set("column", Value(std::int64_t{error.column}));
  return answer;
}

// A fault that has no place in a template.
Value FaultAnswer(std::string message) { return ErrorAnswer({0, 0, std::move(message)}); }

Value Answer(const std::string& line, const TemplateSetting& setting) {
  const auto json = ParseTemplateJson(line);
  if (!json.ok()) return FaultAnswer(std::string(json.status().message()));
  const Value* text = json->Find("template");
  if (text == nullptr || text->as_string() == nullptr) {
    return FaultAnswer("a line needs a text \"template\"");
  }
  for (const auto& [name, unused] : *json->as_map()) {
    if (name == "template" || name == "data" || name == "partials") continue;
    return FaultAnswer(absl::StrCat("\"", name,
                                    "\" is no member of a line; it has \"template\", \"data\" and "
                                    "\"partials\""));
  }
  liquid::CompileOptions compile = setting.compile;
  if (const Value* partials = json->Find("partials"); partials != nullptr && !partials->is_null()) {
    auto library = LibraryOf(*partials);
    if (!library.ok()) return FaultAnswer(std::string(library.status().message()));
    compile.library = *std::move(library);
  }
  const auto compiled = liquid::Template::Compile(*text->as_string(), compile);
  if (const auto* error = std::get_if<liquid::Error>(&compiled)) return ErrorAnswer(*error);

  const Value* data = json->Find("data");
  const Value nothing{Value::Map()};
  if (data == nullptr || data->is_null()) data = &nothing;
  if (data->as_map() == nullptr) return FaultAnswer("\"data\" is no object");
  liquid::Error error;
  auto output = std::get<liquid::Template>(compiled).Render(*data, setting.render, &error);
  if (!output.ok()) return ErrorAnswer(error);
  Value answer;
  answer.Set("output", Value(*std::move(output)));
  return answer;
}

}  // namespace

ExitCode RenderTemplates(const Session& session, const TemplateOptions& options) {
  const auto setting = MakeTemplateSetting(options, session.console);
  if (!setting.ok()) {
    PrintError(setting.status().message(), session.console);
    return kFailure;
  }
  std::string line;
  while (std::getline(*session.console.in, line)) {
    // Whoever writes the next line may be waiting for this answer.
    *session.console.out << base::ToJson(Answer(line, *setting)) << std::endl;
  }
  return kOk;
}

}  // namespace usher::cli
