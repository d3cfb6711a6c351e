#include "journey/lasting.h"

#include <cstddef>
#include <utility>

#include "cel/lexer.h"

namespace usher::journey {
namespace {

using cel::TokenKind;

// The operands of the outermost `&&`, or the whole. What binds less is in brackets then.
std::vector<absl::string_view> Operands(absl::string_view condition) {
  std::vector<absl::string_view> operands;
  cel::Lexer lexer(condition);
  int depth = 0;
  std::size_t begin = 0;
  for (cel::Token token = lexer.Next(); token.kind != TokenKind::kEnd; token = lexer.Next()) {
    switch (token.kind) {
      case TokenKind::kLeftParen:
      case TokenKind::kLeftBracket:
      case TokenKind::kLeftBrace:
        ++depth;
        break;
      case TokenKind::kRightParen:
      case TokenKind::kRightBracket:
      case TokenKind::kRightBrace:
        --depth;
        break;
      case TokenKind::kOr:
      case TokenKind::kQuestion:
      case TokenKind::kInvalid:
        if (depth == 0) return {condition};
        break;
      case TokenKind::kAnd:
        if (depth > 0) break;
        operands.push_back(condition.substr(begin, static_cast<std::size_t>(token.offset) - begin));
        begin = static_cast<std::size_t>(token.offset) + token.text.size();
        break;
      default:
        break;
    }
  }
  operands.push_back(condition.substr(begin));
  return operands;
}

}  // namespace

std::vector<Expression> LastingConditions(absl::string_view condition) {
  std::vector<Expression> lasting;
  for (const absl::string_view operand : Operands(condition)) {
    Expression expression;
    Expression::Fault fault;
    if (Expression::Compile(operand, Expression::Kind::kCondition, &expression, &fault) &&
        expression.of_profile_alone()) {
      lasting.push_back(std::move(expression));
    }
  }
  return lasting;
}

}  // namespace usher::journey
