#include "liquid/expression_parser.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "base/nearest.h"
#include "liquid/translations.h"

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

// A literal text in brackets is a name.
const std::string* NameIn(const Expression& expression) {
  return expression.literal() != nullptr ? expression.literal()->as_string() : nullptr;
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

std::optional<std::string> ExpressionParser::ParseText() {
  if (lexer_.current().kind != Kind::kText) {
    FailExpected("a text in quotes");
    return std::nullopt;
  }
  std::string text(lexer_.current().text);
  lexer_.Advance();
  return text;
}

std::string ExpressionParser::TextFrom(std::size_t begin) const {
  const std::size_t size = std::min(position(), token_.content_begin + token_.content.size());
  std::string text(token_.content.substr(begin - token_.content_begin, size - begin));
  text.erase(std::remove_if(text.begin(), text.end(), absl::ascii_isspace), text.end());
  return text;
}

std::optional<Filtered> ExpressionParser::ParseFiltered() {
  if (AtEnd()) return Filtered(std::make_unique<Literal>(Value()), {});
  ExpressionPtr value = ParseExpression();
  if (value == nullptr) return std::nullopt;
  std::vector<Filtered::Use> uses;
  while (TakeSign("|")) {
    if (!ParseFilter(value, &uses)) return std::nullopt;
  }
  return Filtered(std::move(value), std::move(uses));
}

bool ExpressionParser::ParseFilter(const ExpressionPtr& value, std::vector<Filtered::Use>* uses) {
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
  if (name == "t" && uses->empty() && !CheckTranslation(value->literal(), token.begin))
    return false;
  uses->push_back(std::move(use));
  return true;
}

bool ExpressionParser::ParseArguments(Filtered::Use* use) {
  do {
    // A name may be a variable or, before a colon, the name of the argument.
    const MarkupLexer before = lexer_;
    if (IsName()) {
      const MarkupToken name = lexer_.current();
      lexer_.Advance();
      if (TakeSign(":")) {
        if (!ParseNamed(use, name)) return false;
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

bool ExpressionParser::ParseNamed(Filtered::Use* use, const MarkupToken& name) {
  const std::vector<std::string> names = absl::StrSplit(use->filter->named, ',', absl::SkipEmpty());
  const std::string given(name.text);
  if (use->filter->named != kAnyName &&
      std::find(names.begin(), names.end(), given) == names.end()) {
    const std::string nearest = base::Nearest(given, names);
    parser_.Fail(name.begin, absl::StrCat("filter \"", use->filter->name, "\" has no argument \"",
                                          given, "\"", nearest.empty() ? "" : "; did you mean \"",
                                          nearest, nearest.empty() ? "" : "\"?"));
    return false;
  }
  ExpressionPtr value = ParseExpression();
  if (value == nullptr) return false;
  use->named.emplace_back(given, std::move(value));
  return true;
}

bool ExpressionParser::CheckTranslation(const Value* key, std::size_t begin) {
  const Translations* translations = parser_.options().translations;
  if (translations == nullptr || key == nullptr || key->as_string() == nullptr) return true;
  const std::string& name = *key->as_string();
  if (translations->Has(name)) return true;
  const std::string nearest = base::Nearest(name, translations->Keys());
  parser_.Fail(begin, absl::StrCat("there is no translation \"", name, "\"",
                                   nearest.empty() ? "" : "; did you mean \"", nearest,
                                   nearest.empty() ? "" : "\"?"));
  return false;
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

ExpressionPtr ExpressionParser::ParseOperand() {
  const MarkupLexer before = lexer_;
  for (const absl::string_view name : {"empty", "blank"}) {
    if (!TakeName(name)) continue;
    if (!NextIsStep()) return std::make_unique<EmptyLiteral>(name == "blank");
    lexer_ = before;
  }
  return ParseExpression();
}

bool ExpressionParser::NextIsStep() const {
  const MarkupToken& next = lexer_.current();
  return next.kind == Kind::kSign && (next.text == "." || next.text == "[");
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
      if (token.text == "[") return ParsePath();
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
  const Place place = parser_.PlaceAt(lexer_.current().begin);
  lexer_.Advance();
  ExpressionPtr first = ParseExpression();
  if (first == nullptr || !Expect("..")) return nullptr;
  ExpressionPtr last = ParseExpression();
  if (last == nullptr || !Expect(")")) return nullptr;
  --depth_;
  return std::make_unique<Range>(std::move(first), std::move(last), place);
}

// What stands in brackets, which are taken too.
ExpressionPtr ExpressionParser::ParseBracketed() {
  if (depth_ >= parser_.options().depth_max) {
    parser_.Fail(lexer_.current().begin, "brackets are nested too deeply");
    return nullptr;
  }
  ++depth_;
  lexer_.Advance();
  ExpressionPtr expression = ParseExpression();
  if (expression == nullptr || !Expect("]")) return nullptr;
  --depth_;
  return expression;
}

ExpressionPtr ExpressionParser::ParsePath() {
  const MarkupToken token = lexer_.current();
  // Before those of the paths in it: places are cheap in ascending order.
  const Place place = parser_.PlaceAt(token.begin);
  std::string root(token.text);
  ExpressionPtr computed;
  if (token.kind == Kind::kSign) {
    computed = ParseBracketed();
    if (computed == nullptr) return nullptr;
    const std::string* name = NameIn(*computed);
    root = name != nullptr ? *name : "";
    if (name != nullptr) computed = nullptr;
  } else {
    lexer_.Advance();
  }
  std::vector<Path::Step> steps;
  std::string reference = root;
  bool exact = computed == nullptr;  // `reference` still names all of the path so far
  while (NextIsStep()) {
    if (!ParseStep(&steps, &reference, &exact)) return nullptr;
  }
  if (steps.empty() && token.kind == Kind::kName) {
    if (root == "true" || root == "false") return std::make_unique<Literal>(Value(root == "true"));
    if (root == "nil" || root == "null") return std::make_unique<Literal>(Value());
    if (root == "empty" || root == "blank") return std::make_unique<Literal>(Value(""));
  }
  const bool of_loop = parser_.loop_depth > 0 && (root == "forloop" || root == "tablerowloop");
  if (!of_loop) parser_.references().AddPath(root, reference);
  std::string text = computed == nullptr ? root : "[...]";
  for (const Path::Step& step : steps) {
    absl::StrAppend(&text, step.index == nullptr ? absl::StrCat(".", step.name) : "[...]");
  }
  return std::make_unique<Path>(std::move(root), std::move(computed), std::move(steps),
                                std::move(text), place);
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
    step.dotted = false;
    ExpressionPtr index = ParseBracketed();
    if (index == nullptr) return false;
    if (const std::string* name = NameIn(*index)) {
      step.name = *name;
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
    const Place place = parser_.PlaceAt(position());
    Condition::Test test;
    test.left = ParseOperand();
    if (test.left == nullptr) return nullptr;
    test.comparison = TakeComparison();
    if (test.comparison.has_value()) {
      test.right = ParseOperand();
      if (test.right == nullptr) return nullptr;
    }
    parts.push_back(std::make_unique<Condition>(std::move(test), place));
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
