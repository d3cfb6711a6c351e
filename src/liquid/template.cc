#include "liquid/template.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "liquid/context.h"
#include "liquid/node.h"
#include "liquid/parser.h"

namespace usher::liquid {

struct Program {
  Block nodes;
  std::vector<std::string> references;
  std::size_t text_bytes = 0;
};

std::string FormatError(const Error& error) {
  return absl::StrCat(error.line, ":", error.column, ": ", error.message);
}

std::variant<Template, Error> Template::Compile(absl::string_view text,
                                                const CompileOptions& options) {
  if (text.size() > options.bytes_max) {
    return Error{1, 1,
                 absl::StrCat("the template has ", text.size(), " bytes; at most ",
                              options.bytes_max, " are allowed")};
  }
  Parser parser(text, options);
  std::optional<Block> nodes = parser.ParseAll();
  if (!nodes.has_value()) return parser.error();
  auto program = std::make_shared<Program>();
  program->nodes = *std::move(nodes);
  program->references = parser.references().Sorted();
  program->text_bytes = text.size();
  return Template(std::move(program));
}

absl::StatusOr<std::string> Template::Render(const base::Value& data,
                                             const RenderOptions& options) const {
  if (data.as_map() == nullptr) return absl::InvalidArgumentError("the data is no map");
  Context context(data, options);
  std::string out;
  // Most messages are about as long as their template.
  out.reserve(std::min(program_->text_bytes, options.output_bytes_max));
  RenderBlock(program_->nodes, &context, &out);
  if (!context.ok()) return context.status();
  return out;
}

const std::vector<std::string>& Template::References() const { return program_->references; }

}  // namespace usher::liquid
