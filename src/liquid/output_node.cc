#include "liquid/output_node.h"

#include <memory>

#include "liquid/escape.h"
#include "liquid/expression_parser.h"
#include "liquid/text.h"

namespace usher::liquid {

void Write(const Datum& datum, const Context& context, std::string* out) {
  const Escape escape = context.options().escape;
  const bool escaped = (escape == Escape::kHtml && (datum.safe() & Datum::kHtmlSafe) != 0) ||
                       (escape == Escape::kJson && (datum.safe() & Datum::kJsonSafe) != 0);
  if (escape == Escape::kNone || escaped) return AppendOutput(datum, out);
  std::string buffer;
  absl::string_view text;
  if (const std::string* s = datum.value().as_string()) {
    text = *s;
  } else {
    AppendOutput(datum, &buffer);
    text = buffer;
  }
  if (escape == Escape::kHtml) {
    AppendHtml(text, false, out);
  } else {
    AppendJsonInside(text, out);
  }
}

Flow OutputNode::Render(Context* context, std::string* out) const {
  Write(value_.Evaluate(context), *context, out);
  return Flow::kNext;
}

NodePtr ParseOutput(Parser& parser, const Token& token) {
  ExpressionParser expressions(parser, token);
  std::optional<Filtered> value = expressions.ParseFiltered();
  if (!value.has_value() || !expressions.ExpectEnd()) return nullptr;
  return std::make_unique<OutputNode>(*std::move(value));
}

}  // namespace usher::liquid
