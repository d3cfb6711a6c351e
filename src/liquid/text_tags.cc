#include "liquid/text_tags.h"

#include <memory>
#include <utility>

#include "liquid/expression_parser.h"
#include "liquid/output_node.h"

namespace usher::liquid {

NodePtr ParseComment(Parser& parser, const Token& token) {
  parser.ParseRaw(token, true);
  return nullptr;
}

NodePtr ParseInlineComment(Parser&, const Token&) { return nullptr; }

NodePtr ParseRawText(Parser& parser, const Token& token) {
  const auto raw = parser.ParseRaw(token, false);
  return raw.has_value() ? std::make_unique<TextNode>(std::string(*raw)) : nullptr;
}

NodePtr ParseEcho(Parser& parser, const Token& token) {
  ExpressionParser expressions(parser, token);
  std::optional<Filtered> value = expressions.ParseFiltered();
  if (!value.has_value() || !expressions.ExpectEnd()) return nullptr;
  return std::make_unique<OutputNode>(*std::move(value));
}

}  // namespace usher::liquid
