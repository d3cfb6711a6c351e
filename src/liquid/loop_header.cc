#include "liquid/loop_header.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace usher::liquid {
namespace {

// The expression that the parameter, which comes next, sets; null and an error for another one.
ExpressionPtr* TargetOf(ExpressionParser& expressions, bool is_table, LoopHeader* header) {
  if (expressions.TakeName("limit")) return &header->options.limit;
  if (expressions.TakeName("offset")) return &header->options.offset;
  if (is_table && expressions.TakeName("cols")) return &header->columns;
  expressions.FailExpected(is_table ? "cols, limit or offset" : "limit, offset or reversed");
  return nullptr;
}

bool ParseParameters(ExpressionParser& expressions, bool is_table, LoopHeader* header) {
  while (!expressions.AtEnd()) {
    if (expressions.TakeSign(",")) continue;
    if (!is_table && expressions.TakeName("reversed")) {
      header->options.reversed = true;
      continue;
    }
    ExpressionPtr* target = TargetOf(expressions, is_table, header);
    if (target == nullptr || !expressions.Expect(":")) return false;
    if (!is_table && target == &header->options.offset && expressions.TakeName("continue")) {
      header->options.continues = true;
      continue;
    }
    *target = expressions.ParseExpression();
    if (*target == nullptr) return false;
  }
  return true;
}

}  // namespace

std::optional<LoopHeader> ParseLoopHeader(Parser& parser, const Token& token) {
  ExpressionParser expressions(parser, token);
  LoopHeader header;
  std::optional<std::string> variable = expressions.ParseName();
  if (!variable.has_value() || !expressions.Expect("in")) return std::nullopt;
  const std::size_t list_begin = expressions.position();
  header.list = expressions.ParseExpression();
  if (header.list == nullptr) return std::nullopt;
  header.name = absl::StrCat(*variable, "-", expressions.TextFrom(list_begin));
  header.variable = *std::move(variable);
  if (!ParseParameters(expressions, token.name == "tablerow", &header)) return std::nullopt;
  return header;
}

std::optional<Block> ParseLoopBody(Parser& parser, const Token& opening, const LoopHeader& header,
                                   const std::vector<std::string>& ends, Token* end) {
  parser.references().EnterBlock();
  parser.references().AddLocal(header.variable);
  ++parser.loop_depth;
  std::optional<Block> body = parser.ParseBody(opening, ends, end);
  --parser.loop_depth;
  parser.references().LeaveBlock();
  return body;
}

}  // namespace usher::liquid
