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
      : parser_(parser), token_(token), lexer_(token.content, token.content_begin) {}

  // Nothing at all is nil.
  std::optional<Filtered> ParseFiltered();
  std::unique_ptr<const Condition> ParseCondition();
  ExpressionPtr ParseExpression();
  // The same, for a test: `empty` and `blank` have their meaning.
  ExpressionPtr ParseOperand();
  // A text in quotes.
  std::optional<std::string> ParseText();
  // A variable's name, to be set.
  std::optional<std::string> ParseName();

  bool TakeSign(absl::string_view sign) { return lexer_.TakeSign(sign); }
  bool TakeName(absl::string_view name) { return lexer_.TakeName(name); }
  bool IsName() const { return lexer_.current().kind == MarkupToken::Kind::kName; }
  // The offset of what comes next.
  std::size_t position() const { return lexer_.current().begin; }
  // What stands from offset `begin` up to what comes next, without white space.
  std::string TextFrom(std::size_t begin) const;
  bool AtEnd() const { return lexer_.current().kind == MarkupToken::Kind::kEnd; }
  // False, with an error, when something is left.
  bool ExpectEnd();
  // False, with an error, when the next sign or name is another.
  bool Expect(absl::string_view what);
  // Tells the parser that `what` should stand here.
  void FailExpected(absl::string_view what);

 private:
  bool ParseFilter(const ExpressionPtr& value, std::vector<Filtered::Use>* uses);
  bool ParseArguments(Filtered::Use* use);
  bool ParseNamed(Filtered::Use* use, const MarkupToken& name);
  bool CheckArguments(const Filtered::Use& use, std::size_t begin);
  bool CheckTranslation(const base::Value* key, std::size_t begin);
  ExpressionPtr ParsePath();
  ExpressionPtr ParseRange();
  ExpressionPtr ParseNumber();
  bool NextIsStep() const;
  ExpressionPtr ParseBracketed();
  bool ParseStep(std::vector<Path::Step>* steps, std::string* reference, bool* exact);
  std::optional<Comparison> TakeComparison();

  Parser& parser_;
  const Token& token_;
  MarkupLexer lexer_;
  int depth_ = 0;
};

}  // namespace usher::liquid
