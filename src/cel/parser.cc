#include "cel/parser.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "cel/foreign.h"
#include "cel/lexer.h"
#include "cel/literal.h"
#include "cel/macro.h"
#include "cel/words.h"

namespace usher::cel {
namespace {

struct BinaryOperator {
  int level;  // a higher one binds tighter
  const char* name;
};

constexpr int kLowestLevel = 1;

std::optional<BinaryOperator> AsBinaryOperator(TokenKind kind) {
  switch (kind) {
    case TokenKind::kOr:
      return BinaryOperator{1, "||"};
    case TokenKind::kAnd:
      return BinaryOperator{2, "&&"};
    case TokenKind::kLess:
      return BinaryOperator{3, "<"};
    case TokenKind::kLessEqual:
      return BinaryOperator{3, "<="};
    case TokenKind::kGreater:
      return BinaryOperator{3, ">"};
    case TokenKind::kGreaterEqual:
      return BinaryOperator{3, ">="};
    case TokenKind::kEqual:
      return BinaryOperator{3, "=="};
    case TokenKind::kNotEqual:
      return BinaryOperator{3, "!="};
    case TokenKind::kIn:
      return BinaryOperator{3, "in"};
    case TokenKind::kPlus:
      return BinaryOperator{4, "+"};
    case TokenKind::kMinus:
      return BinaryOperator{4, "-"};
    case TokenKind::kStar:
      return BinaryOperator{5, "*"};
    case TokenKind::kSlash:
      return BinaryOperator{5, "/"};
    case TokenKind::kPercent:
      return BinaryOperator{5, "%"};
    default:
      return std::nullopt;
  }
}

// A recursive descent whose methods return -1 once `error_` is set.
class Parser {
 public:
  explicit Parser(absl::string_view text) : text_(text), lexer_(text) { Advance(); }

  std::variant<Ast, Error> Run() {
    if (token_.kind == TokenKind::kEnd) Fail(token_, "the expression is empty");
    const ExprIndex root = ParseExpr();
    if (!error_ && token_.kind != TokenKind::kEnd) Unexpected("an operator or the end");
    if (error_) return *std::move(error_);
    return Ast{.nodes = std::move(nodes_), .root = root};
  }

 private:
  // Counts one level of recursion while it lives.
  class Level {
   public:
    explicit Level(Parser* parser) : parser_(parser) { ++parser_->depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    ~Level() { --parser_->depth_; }

   private:
    Parser* parser_;
  };

  void Advance() {
    token_ = lexer_.Next();
    if (token_.kind == TokenKind::kInvalid) Fail(token_, token_.decoded);
  }

  ExprIndex Fail(int offset, std::string message) {
    if (!error_) error_ = ErrorAt(text_, offset, std::move(message));
    return -1;
  }
  ExprIndex Fail(const Token& token, std::string message) {
    return Fail(token.offset, std::move(message));
  }

  ExprIndex Unexpected(absl::string_view wanted) {
    if (token_.kind == TokenKind::kEnd) {
      return Fail(token_, absl::StrCat("the expression ends where ", wanted, " should be"));
    }
    return Fail(token_, absl::StrCat("expected ", wanted, ", found '", token_.text, "'",
                                     ForeignHint(text_, token_.offset)));
  }

  bool TakeIf(TokenKind kind) {
    if (error_ || token_.kind != kind) return false;
    Advance();
    return true;
  }

  bool Expect(TokenKind kind, absl::string_view wanted) {
    if (error_) return false;
    if (token_.kind != kind) Unexpected(wanted);
    return TakeIf(kind) && !error_;
  }

  Expr& At(ExprIndex index) { return nodes_[static_cast<std::size_t>(index)]; }

  // Adds a node over its children, which must all be valid unless there was an error.
  ExprIndex Add(Expr expr) {
    if (error_) return -1;
    for (const ExprIndex child : expr.children) {
      expr.height = std::max(expr.height, At(child).height + 1);
    }
    if (expr.height > kNestingMax) return TooDeep(expr.offset);
    nodes_.push_back(std::move(expr));
    return static_cast<ExprIndex>(nodes_.size()) - 1;
  }

  ExprIndex TooDeep(int offset) {
    return Fail(offset, absl::StrCat("the expression is nested deeper than ", kNestingMax));
  }

  ExprIndex AddCall(std::string name, int offset, bool receiver, std::vector<ExprIndex> children) {
    Expr call{.kind = ExprKind::kCall, .offset = offset, .name = std::move(name)};
    call.receiver = receiver;
    call.children = std::move(children);
    return Add(std::move(call));
  }

  ExprIndex ParseExpr() {
    const Level level(this);
    if (error_) return -1;
    if (depth_ > kNestingMax) return TooDeep(token_.offset);
    const ExprIndex condition = ParseBinary(kLowestLevel);
    const int offset = token_.offset;
    if (!TakeIf(TokenKind::kQuestion)) return condition;
    const ExprIndex then = ParseBinary(kLowestLevel);
    if (!Expect(TokenKind::kColon, "':' of '?:'")) return -1;
    const ExprIndex otherwise = ParseExpr();
    Expr expr{.kind = ExprKind::kConditional, .offset = offset};
    expr.children = {condition, then, otherwise};
    return Add(std::move(expr));
  }

  ExprIndex ParseBinary(int level_min) {
    ExprIndex left = ParseUnary();
    while (!error_) {
      const std::optional<BinaryOperator> op = AsBinaryOperator(token_.kind);
      if (!op || op->level < level_min) break;
      const TokenKind kind = token_.kind;
      const int offset = token_.offset;
      Advance();
      const ExprIndex right = ParseBinary(op->level + 1);
      if (error_) return -1;
      if (kind == TokenKind::kAnd || kind == TokenKind::kOr) {
        left = AddLogical(kind == TokenKind::kAnd ? ExprKind::kAnd : ExprKind::kOr, offset, left,
                          right);
      } else {
        left = AddCall(op->name, offset, /*receiver=*/false, {left, right});
      }
    }
    return error_ ? -1 : left;
  }

  // Operands in a row become one node, so that long chains are flat.
  ExprIndex AddLogical(ExprKind kind, int offset, ExprIndex left, ExprIndex right) {
    if (At(left).kind == kind) {
      At(left).children.push_back(right);
      At(left).height = std::max(At(left).height, At(right).height + 1);
      return At(left).height > kNestingMax ? TooDeep(offset) : left;
    }
    Expr expr{.kind = kind, .offset = offset};
    expr.children = {left, right};
    return Add(std::move(expr));
  }

  ExprIndex ParseUnary() {
    const Token first = token_;
    if (first.kind != TokenKind::kNot && first.kind != TokenKind::kMinus) return ParseMember();
    std::vector<int> offsets;
    while (token_.kind == first.kind && !error_) {
      offsets.push_back(token_.offset);
      Advance();
    }
    ExprIndex operand = -1;
    if (first.kind == TokenKind::kMinus &&
        (token_.kind == TokenKind::kInt || token_.kind == TokenKind::kDouble)) {
      // The sign belongs to the literal: the smallest int has no positive counterpart.
      operand = ParseMemberOf(ParseNumber(/*negative=*/true));
      offsets.pop_back();
    } else {
      operand = ParseMember();
    }
    for (auto offset = offsets.rbegin(); offset != offsets.rend() && !error_; ++offset) {
      const char* name = first.kind == TokenKind::kNot ? "!" : "unary -";
      operand = AddCall(name, *offset, /*receiver=*/false, {operand});
    }
    return error_ ? -1 : operand;
  }

  ExprIndex ParseMember() { return ParseMemberOf(ParsePrimary()); }

  ExprIndex ParseMemberOf(ExprIndex operand) {
    while (!error_) {
      const int offset = token_.offset;
      if (TakeIf(TokenKind::kDot)) {
        operand = ParseSelector(operand);
      } else if (TakeIf(TokenKind::kLeftBracket)) {
        const ExprIndex index = ParseExpr();
        if (!Expect(TokenKind::kRightBracket, "']'")) return -1;
        operand = AddCall("[]", offset, /*receiver=*/false, {operand, index});
      } else if (token_.kind == TokenKind::kLeftBrace) {
        return Fail(token_, "messages cannot be created here; a map is written {\"name\": value}");
      } else {
        break;
      }
    }
    return error_ ? -1 : operand;
  }

  // What follows a dot: a member or a call.
  ExprIndex ParseSelector(ExprIndex operand) {
    const Token name = token_;
    if (name.kind == TokenKind::kQuotedIdentifier) {
      Advance();
      return AddSelect(operand, name.offset, name.decoded);
    }
    if (name.kind != TokenKind::kIdentifier || IsKeyword(name.text)) {
      return error_ ? -1 : Unexpected("a member's name");
    }
    Advance();
    if (!TakeIf(TokenKind::kLeftParen)) {
      return AddSelect(operand, name.offset, std::string(name.text));
    }
    return ParseCall(name, operand);
  }

  ExprIndex AddSelect(ExprIndex operand, int offset, std::string name) {
    Expr expr{.kind = ExprKind::kSelect, .offset = offset, .name = std::move(name)};
    expr.children = {operand};
    return Add(std::move(expr));
  }

  // The arguments of a call, after its '('. `receiver` is -1 if there is none.
  ExprIndex ParseCall(const Token& name, ExprIndex receiver) {
    std::vector<ExprIndex> children = ParseList(TokenKind::kRightParen, "',' or ')'");
    if (error_) return -1;
    const bool has_receiver = receiver >= 0;
    if (has_receiver) children.insert(children.begin(), receiver);
    const ExprIndex call =
        AddCall(std::string(name.text), name.offset, has_receiver, std::move(children));
    if (error_) return -1;
    int offset = 0;
    std::string wrong = ExpandMacro(call, &nodes_, &offset);
    return wrong.empty() ? call : Fail(offset, std::move(wrong));
  }

  // Expressions separated by commas up to `closing`.
  std::vector<ExprIndex> ParseList(TokenKind closing, absl::string_view wanted) {
    std::vector<ExprIndex> elements;
    while (!TakeIf(closing) && !error_) {
      if (!elements.empty() && !Expect(TokenKind::kComma, wanted)) break;
      // A list may end with a comma, a call may not.
      if (closing != TokenKind::kRightParen && !elements.empty() && TakeIf(closing)) break;
      elements.push_back(ParseExpr());
    }
    return elements;
  }

  ExprIndex ParsePrimary() {
    if (error_) return -1;
    const Token first = token_;
    switch (first.kind) {
      case TokenKind::kDot:
        Advance();
        if (token_.kind != TokenKind::kIdentifier) return Unexpected("a name");
        return ParseName();
      case TokenKind::kIdentifier:
        return ParseName();
      case TokenKind::kLeftParen: {
        Advance();
        const ExprIndex inner = ParseExpr();
        if (!Expect(TokenKind::kRightParen, "')'")) return -1;
        return inner;
      }
      case TokenKind::kLeftBracket: {
        Advance();
        Expr list{.kind = ExprKind::kList, .offset = first.offset};
        list.children = ParseList(TokenKind::kRightBracket, "',' or ']'");
        return Add(std::move(list));
      }
      case TokenKind::kLeftBrace:
        return ParseMap();
      case TokenKind::kInt:
      case TokenKind::kUint:
      case TokenKind::kDouble:
        return ParseNumber(/*negative=*/false);
      case TokenKind::kString:
      case TokenKind::kBytes: {
        Advance();
        Expr literal{.offset = first.offset};
        literal.literal = first.kind == TokenKind::kString ? Value::String({}) : Value::Bytes({});
        literal.text = first.decoded;
        return Add(std::move(literal));
      }
      default:
        return Unexpected("a value");
    }
  }

  ExprIndex ParseName() {
    const Token name = token_;
    Advance();
    if (IsKeyword(name.text)) {
      const Value value = name.text == "null" ? Value() : Value::Bool(name.text == "true");
      return Add({.kind = ExprKind::kLiteral, .offset = name.offset, .literal = value});
    }
    if (std::find(kReservedWords.begin(), kReservedWords.end(), name.text) !=
        kReservedWords.end()) {
      return Fail(name, absl::StrCat("'", name.text, "' is a reserved word"));
    }
    if (TakeIf(TokenKind::kLeftParen)) return ParseCall(name, /*receiver=*/-1);
    return Add(
        {.kind = ExprKind::kIdentifier, .offset = name.offset, .name = std::string(name.text)});
  }

  ExprIndex ParseMap() {
    Expr map{.kind = ExprKind::kMap, .offset = token_.offset};
    Advance();
    while (!TakeIf(TokenKind::kRightBrace) && !error_) {
      if (!map.children.empty() && !Expect(TokenKind::kComma, "',' or '}'")) break;
      if (!map.children.empty() && TakeIf(TokenKind::kRightBrace)) break;
      map.children.push_back(ParseExpr());
      if (!Expect(TokenKind::kColon, "':' after the key")) break;
      map.children.push_back(ParseExpr());
    }
    return Add(std::move(map));
  }

  ExprIndex ParseNumber(bool negative) {
    const Token token = token_;
    Advance();
    Expr literal{.offset = token.offset};
    if (token.kind == TokenKind::kDouble) {
      double value = 0;
      if (!absl::SimpleAtod(token.text, &value) || std::isinf(value)) {
        return Fail(token, absl::StrCat("the double ", token.text, " is too large"));
      }
      literal.literal = Value::Double(negative ? -value : value);
    } else if (token.kind == TokenKind::kUint) {
      std::uint64_t value = 0;
      if (!ParseUnsigned(token.text.substr(0, token.text.size() - 1), &value)) {
        return Fail(token, absl::StrCat("the uint ", token.text, " does not fit 64 bits"));
      }
      literal.literal = Value::Uint(value);
    } else {
      std::int64_t value = 0;
      if (!ParseSigned(token.text, negative, &value)) {
        return Fail(token, absl::StrCat("the int ", token.text, " does not fit 64 bits"));
      }
      literal.literal = Value::Int(value);
    }
    return Add(std::move(literal));
  }

  absl::string_view text_;
  Lexer lexer_;
  Token token_;
  std::optional<Error> error_;
  std::vector<Expr> nodes_;
  int depth_ = 0;
};

}  // namespace

std::variant<Ast, Error> Parse(absl::string_view text) { return Parser(text).Run(); }

}  // namespace usher::cel
