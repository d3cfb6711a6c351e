#include "liquid/template.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

#include "liquid/context.h"
#include "liquid/parser.h"
#include "liquid/program.h"

namespace usher::liquid {
namespace {

// What `program` and the partials it includes read.
void Collect(const Program& program, std::set<const Partial*>* seen, std::set<std::string>* paths) {
  paths->insert(program.references.begin(), program.references.end());
  for (const Partial* partial : program.included) {
    if (partial->program != nullptr && seen->insert(partial).second) {
      Collect(*partial->program, seen, paths);
    }
  }
}

}  // namespace

std::string FormatError(const Error& error) {
  return absl::StrCat(error.line, ":", error.column, ": ", error.message);
}

std::variant<Template, Error> Template::Compile(absl::string_view text,
                                                const CompileOptions& options) {
  std::variant<Program, Error> parsed = ParseProgram(text, options, options.library.get());
  if (auto* error = std::get_if<Error>(&parsed)) return std::move(*error);
  auto program = std::make_shared<Program>(std::get<Program>(std::move(parsed)));
  program->library = options.library;
  if (!program->included.empty()) {
    std::set<const Partial*> seen;
    std::set<std::string> paths;
    Collect(*program, &seen, &paths);
    program->references.assign(paths.begin(), paths.end());
  }
  return Template(std::move(program));
}

absl::StatusOr<std::string> Template::Render(const base::Value& data, const RenderOptions& options,
                                             Error* error) const {
  if (data.as_map() == nullptr) {
    if (error != nullptr) *error = {1, 1, "the data is no map"};
    return absl::InvalidArgumentError("the data is no map");
  }
  Context context(data, options);
  std::string out;
  // Most messages are about as long as their template.
  out.reserve(std::min(program_->text_bytes, options.output_bytes_max));
  RenderBlock(program_->nodes, &context, &out);
  if (context.ok()) return out;
  if (error != nullptr) *error = context.failure();
  return context.status();
}

const std::vector<std::string>& Template::References() const { return program_->references; }

}  // namespace usher::liquid
