#include "liquid/expression_parser.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "base/nearest.h"

namespace usher::liquid {
namespace {

using base::Value;
using Kind = MarkupToken::Kind;

std::string Describe(const MarkupToken& token) {
  switch (token.kind) {
    case Kind::kEnd:
      return "the end";
    case Kind::kInvalid:
      return token.text.size() > 1 ? "a text that is never closed"
                                   : absl::StrCat("\"", token.text, "\"");
    default:
      return absl::StrCat("\"", token.text, "\"");
  }
}

}  // namespace

void ExpressionParser::FailExpected(absl::string_view what) {
  parser_.Fail(lexer_.current().begin,
               absl::StrCat("expected ", what, ", found ", Describe(lexer_.current())));
}

bool ExpressionParser::ExpectEnd() {
  if (AtEnd()) return true;
  FailExpected("nothing more");
  return false;
}

bool ExpressionParser::Expect(absl::string_view what) {
  if (TakeSign(what) || TakeName(what)) return true;
  FailExpected(absl::StrCat("\"", what, "\""));
  return false;
}

std::optional<std::string> ExpressionParser::ParseName() {
  if (lexer_.current().kind != Kind::kName) {
    FailExpected("a name");
    return std::nullopt;
  }
  std::string name(lexer_.current().text);
  lexer_.Advance();
  return name;
}

std::optional<Filtered> ExpressionParser::ParseFiltered() {
  ExpressionPtr value = ParseExpression();
  if (value == nullptr) return std::nullopt;
  std::vector<Filtered::Use> uses;
  while (TakeSign("|")) {
    if (!ParseFilter(&uses)) return std::nullopt;
  }
  return Filtered(std::move(value), std::move(uses));
}

bool ExpressionParser::ParseFilter(std::vector<Filtered::Use>* uses) {
  const MarkupToken token = lexer_.current();
  if (token.kind != Kind::kName) {
    FailExpected("the name of a filter");
    return false;
  }
  const std::string name(token.text);
  Filtered::Use use;
  use.filter = FindFilter(name);
  if (use.filter == nullptr) {
    const std::string nearest = base::Nearest(name, FilterNames());
    parser_.Fail(
        token.begin,
        absl::StrCat("unknown filter \"", name, "\"",
                     nearest.empty() ? "" : absl::StrCat("; did you mean \"", nearest, "\"?")));
    return false;
  }
  use.place = parser_.PlaceAt(token.begin);
  lexer_.Advance();
  if (TakeSign(":") && !ParseArguments(&use)) return false;
  if (!CheckArguments(use, token.begin)) return false;
  uses->push_back(std::move(use));
  return true;
}

bool ExpressionParser::ParseArguments(Filtered::Use* use) {
  do {
    // A name may be a variable or, before a colon, the name of the argument.
    const MarkupLexer before = lexer_;
    if (lexer_.current().kind == Kind::kName) {
      const MarkupToken name = lexer_.current();
      lexer_.Advance();
      if (TakeSign(":")) {
        if (use->filter->named.empty() || name.text != use->filter->named) {
          parser_.Fail(name.begin, absl::StrCat("filter \"", use->filter->name,
                                                "\" has no argument \"", name.text, "\""));
          return false;
        }
        ExpressionPtr value = ParseExpression();
        if (value == nullptr) return false;
        use->named.emplace_back(std::string(name.text), std::move(value));
        continue;
      }
      lexer_ = before;
    }
    ExpressionPtr value = ParseExpression();
    if (value == nullptr) return false;
    use->positional.push_back(std::move(value));
  } while (TakeSign(","));
  return true;
}

bool ExpressionParser::CheckArguments(const Filtered::Use& use, std::size_t begin) {
  const Filter& filter = *use.filter;
  const int count = static_cast<int>(use.positional.size());
  if (count >= filter.arguments_min && count <= filter.arguments_max) return true;
  const std::string wanted = filter.arguments_min == filter.arguments_max
                                 ? absl::StrCat(filter.arguments_min)
                                 : absl::StrCat(filter.arguments_min, " to ", filter.arguments_max);
  parser_.Fail(begin, absl::StrCat("filter \"", filter.name, "\" takes ", wanted,
                                   filter.arguments_max == 1 ? " argument" : " arguments",
                                   ", found ", count));
  return false;
}

ExpressionPtr ExpressionParser::ParseExpression() {
  const MarkupToken token = lexer_.current();
  switch (token.kind) {
    case Kind::kText:
      lexer_.Advance();
      return std::make_unique<Literal>(Value(std::string(token.text)));
    case Kind::kInt:
    case Kind::kFloat:
      return ParseNumber();
    case Kind::kName:
      return ParsePath();
    case Kind::kSign:
      if (token.text == "(") return ParseRange();
      [[fallthrough]];
    default:
      FailExpected("a value");
      return nullptr;
  }
}

ExpressionPtr ExpressionParser::ParseNumber() {
  const MarkupToken token = lexer_.current();
  lexer_.Advance();
  std::int64_t whole = 0;
  if (token.kind == Kind::kInt && absl::SimpleAtoi(token.text, &whole)) {
    return std::make_unique<Literal>(Value(whole));
  }
  double number = 0;
  if (absl::SimpleAtod(token.text, &number)) return std::make_unique<Literal>(Value(number));
  parser_.Fail(token.begin, absl::StrCat("\"", token.text, "\" is no number"));
  return nullptr;
}

ExpressionPtr ExpressionParser::ParseRange() {
  if (depth_ >= parser_.options().depth_max) {
    parser_.Fail(lexer_.current().begin, "brackets are nested too deeply");
    return nullptr;
  }
  ++depth_;
  lexer_.Advance();
  ExpressionPtr first = ParseExpression();
  if (first == nullptr || !Expect("..")) return nullptr;
  ExpressionPtr last = ParseExpression();
  if (last == nullptr || !Expect(")")) return nullptr;
  --depth_;
  return std::make_unique<Range>(std::move(first), std::move(last));
}

ExpressionPtr ExpressionParser::ParsePath() {
  const MarkupToken token = lexer_.current();
  const std::string root(token.text);
  lexer_.Advance();
  std::vector<Path::Step> steps;
  std::string reference = root;
  bool exact = true;  // `reference` still names all of the path so far
  const std::size_t begin = token.begin;
  while (lexer_.current().kind == Kind::kSign &&
         (lexer_.current().text == "." || lexer_.current().text == "[")) {
    if (!ParseStep(&steps, &reference, &exact)) return nullptr;
  }
  if (steps.empty()) {
    if (root == "true" || root == "false") return std::make_unique<Literal>(Value(root == "true"));
    if (root == "nil" || root == "null") return std::make_unique<Literal>(Value());
    if (root == "empty" || root == "blank") return std::make_unique<EmptyLiteral>(root == "blank");
  }
  const bool in_loop = root == "forloop" && parser_.loop_depth > 0;
  if (!in_loop) parser_.references().AddPath(root, reference);
  std::string text = root;
  for (const Path::Step& step : steps) {
    absl::StrAppend(&text, step.index == nullptr ? absl::StrCat(".", step.name) : "[...]");
  }
  return std::make_unique<Path>(root, std::move(steps), std::move(text), parser_.PlaceAt(begin));
}

bool ExpressionParser::ParseStep(std::vector<Path::Step>* steps, std::string* reference,
                                 bool* exact) {
  Path::Step step;
  if (TakeSign(".")) {
    const std::optional<std::string> name = ParseName();
    if (!name.has_value()) return false;
    step.name = *name;
    if (step.name == "size" || step.name == "first" || step.name == "last") *exact = false;
  } else {
    if (depth_ >= parser_.options().depth_max) {
      parser_.Fail(lexer_.current().begin, "brackets are nested too deeply");
      return false;
    }
    ++depth_;
    lexer_.Advance();
    step.dotted = false;
    const MarkupToken token = lexer_.current();
    ExpressionPtr index = ParseExpression();
    if (index == nullptr || !Expect("]")) return false;
    --depth_;
    if (token.kind == Kind::kText) {
      step.name = std::string(token.text);
    } else {
      step.index = std::move(index);
      *exact = false;
    }
  }
  if (*exact) absl::StrAppend(reference, ".", step.name);
  steps->push_back(std::move(step));
  return true;
}

std::optional<Comparison> ExpressionParser::TakeComparison() {
  static constexpr std::pair<absl::string_view, Comparison> kComparisons[] = {
      {"==", Comparison::kEqual},          {"!=", Comparison::kNotEqual},
      {"<>", Comparison::kNotEqual},       {"<=", Comparison::kLessOrEqual},
      {">=", Comparison::kGreaterOrEqual}, {"<", Comparison::kLess},
      {">", Comparison::kGreater},
  };
  for (const auto& [sign, comparison] : kComparisons) {
    if (TakeSign(sign)) return comparison;
  }
  if (TakeName("contains")) return Comparison::kContains;
  return std::nullopt;
}

std::unique_ptr<const Condition> ExpressionParser::ParseCondition() {
  // Without recursion: a condition may have any number of parts.
  std::vector<std::unique_ptr<Condition>> parts;
  std::vector<Condition::Join> joins;
  while (true) {
    Condition::Test test;
    test.left = ParseExpression();
    if (test.left == nullptr) return nullptr;
    test.comparison = TakeComparison();
    if (test.comparison.has_value()) {
      test.right = ParseExpression();
      if (test.right == nullptr) return nullptr;
    }
    parts.push_back(std::make_unique<Condition>(std::move(test)));
    if (TakeName("and")) {
      joins.push_back(Condition::Join::kAnd);
    } else if (TakeName("or")) {
      joins.push_back(Condition::Join::kOr);
    } else {
      break;
    }
  }
  std::unique_ptr<Condition> condition = std::move(parts.back());
  for (std::size_t i = joins.size(); i-- > 0;) {
    parts[i]->Chain(joins[i], std::move(condition));
    condition = std::move(parts[i]);
  }
  return condition;
}

}  // namespace usher::liquid
