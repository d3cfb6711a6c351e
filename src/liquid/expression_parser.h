#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

#include "liquid/condition.h"
#include "liquid/expression.h"
#include "liquid/filtered.h"
#include "liquid/lexer.h"
#include "liquid/markup_lexer.h"
#include "liquid/parser.h"

namespace usher::liquid {

// Reads what stands inside an output or a tag. Every function takes what it needs and leaves the
// rest; on an error, told to the parser, it returns nothing.
class ExpressionParser {
 public:
  // Reads `token`'s content; both have to outlive this.
  ExpressionParser(Parser& parser, const Token& token)
      : parser_(parser), lexer_(token.content, token.content_begin) {}

  std::optional<Filtered> ParseFiltered();
  std::unique_ptr<const Condition> ParseCondition();
  ExpressionPtr ParseExpression();
  // A variable's name, to be set.
  std::optional<std::string> ParseName();

  bool TakeSign(absl::string_view sign) { return lexer_.TakeSign(sign); }
  bool TakeName(absl::string_view name) { return lexer_.TakeName(name); }
  bool AtEnd() const { return lexer_.current().kind == MarkupToken::Kind::kEnd; }
  // False, with an error, when something is left.
  bool ExpectEnd();
  // False, with an error, when the next sign or name is another.
  bool Expect(absl::string_view what);
  // Tells the parser that `what` should stand here.
  void FailExpected(absl::string_view what);

 private:
  bool ParseFilter(std::vector<Filtered::Use>* uses);
  bool ParseArguments(Filtered::Use* use);
  bool CheckArguments(const Filtered::Use& use, std::size_t begin);
  ExpressionPtr ParsePath();
  ExpressionPtr ParseRange();
  ExpressionPtr ParseNumber();
  bool ParseStep(std::vector<Path::Step>* steps, std::string* reference, bool* exact);
  std::optional<Comparison> TakeComparison();

  Parser& parser_;
  MarkupLexer lexer_;
  int depth_ = 0;
};

}  // namespace usher::liquid
