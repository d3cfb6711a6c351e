#include "cel/lexer.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

#include "cel/literal.h"

namespace usher::cel {
namespace {

bool StartsWord(char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)) || c == '_'; }
bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
bool IsHexDigit(char c) { return absl::ascii_isxdigit(static_cast<unsigned char>(c)); }
bool IsQuote(char c) { return c == '"' || c == '\''; }

struct Operator {
  absl::string_view text;
  TokenKind kind = TokenKind::kEnd;
};

// Longer ones first where one begins another.
constexpr Operator kOperators[] = {
    {"||", TokenKind::kOr},           {"&&", TokenKind::kAnd},       {"<=", TokenKind::kLessEqual},
    {">=", TokenKind::kGreaterEqual}, {"==", TokenKind::kEqual},     {"!=", TokenKind::kNotEqual},
    {"<", TokenKind::kLess},          {">", TokenKind::kGreater},    {"!", TokenKind::kNot},
    {"(", TokenKind::kLeftParen},     {")", TokenKind::kRightParen}, {"[", TokenKind::kLeftBracket},
    {"]", TokenKind::kRightBracket},  {"{", TokenKind::kLeftBrace},  {"}", TokenKind::kRightBrace},
    {".", TokenKind::kDot},           {",", TokenKind::kComma},      {":", TokenKind::kColon},
    {"?", TokenKind::kQuestion},      {"+", TokenKind::kPlus},       {"-", TokenKind::kMinus},
    {"*", TokenKind::kStar},          {"/", TokenKind::kSlash},      {"%", TokenKind::kPercent},
};

// What people from other languages write, and what it is here.
constexpr std::pair<char, const char*> kForeign[] = {
    {'=', "'=' is no operator: compare with =="},
    {'&', "'&' is no operator: write && for \"and\""},
    {'|', "'|' is no operator: write || for \"or\""},
};

}  // namespace

Token Lexer::Next() {
  SkipBlanks();
  const std::size_t start = at_;
  if (at_ == text_.size()) return Finish(TokenKind::kEnd, start);
  const char c = Peek();
  if (IsDigit(c) || (c == '.' && IsDigit(Peek(1)))) return Number();
  if (IsQuote(c)) return Quoted(start, /*raw=*/false, /*bytes=*/false);
  if (StartsWord(c)) return Word();
  if (c == '`') return QuotedIdentifier();
  return Punctuation();
}

char Lexer::Peek(std::size_t ahead) const {
  return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
}

void Lexer::SkipBlanks() {
  while (at_ < text_.size()) {
    const char c = Peek();
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
      ++at_;
    } else if (c == '/' && Peek(1) == '/') {
      while (at_ < text_.size() && Peek() != '\n') ++at_;
    } else {
      return;
    }
  }
}

Token Lexer::Finish(TokenKind kind, std::size_t start) const {
  return {.kind = kind,
          .offset = static_cast<int>(start),
          .text = text_.substr(start, at_ - start),
          .decoded = ""};
}

Token Lexer::Invalid(std::size_t start, const char* message) const {
  Token token = Finish(TokenKind::kInvalid, start);
  token.decoded = message;
  return token;
}

Token Lexer::Number() {
  const std::size_t start = at_;
  TokenKind kind = TokenKind::kInt;
  if (Peek() == '0' && (Peek(1) == 'x' || Peek(1) == 'X') && IsHexDigit(Peek(2))) {
    at_ += 2;
    while (IsHexDigit(Peek())) ++at_;
  } else {
    while (IsDigit(Peek())) ++at_;
    if (Peek() == '.' && IsDigit(Peek(1))) {
      kind = TokenKind::kDouble;
      ++at_;
      while (IsDigit(Peek())) ++at_;
    }
    const std::size_t sign = Peek(1) == '+' || Peek(1) == '-' ? 1 : 0;
    if ((Peek() == 'e' || Peek() == 'E') && IsDigit(Peek(1 + sign))) {
      kind = TokenKind::kDouble;
      at_ += 1 + sign;
      while (IsDigit(Peek())) ++at_;
    }
  }
  if (kind == TokenKind::kInt && (Peek() == 'u' || Peek() == 'U')) {
    kind = TokenKind::kUint;
    ++at_;
  }
  if (StartsWord(Peek())) return Invalid(start, "a number must not run into a name");
  return Finish(kind, start);
}

Token Lexer::Word() {
  const std::size_t start = at_;
  while (StartsWord(Peek()) || IsDigit(Peek())) ++at_;
  const absl::string_view word = text_.substr(start, at_ - start);
  if (IsQuote(Peek()) && word.size() <= 2) {
    const std::string prefix = absl::AsciiStrToLower(word);
    if (prefix == "r") return Quoted(start, /*raw=*/true, /*bytes=*/false);
    if (prefix == "b") return Quoted(start, /*raw=*/false, /*bytes=*/true);
    if (prefix == "br") return Quoted(start, /*raw=*/true, /*bytes=*/true);
  }
  return Finish(word == "in" ? TokenKind::kIn : TokenKind::kIdentifier, start);
}

Token Lexer::Quoted(std::size_t start, bool raw, bool bytes) {
  const char quote = Peek();
  const bool triple = Peek(1) == quote && Peek(2) == quote;
  const std::string closing(triple ? 3 : 1, quote);
  at_ += closing.size();
  const std::size_t body = at_;
  while (text_.substr(at_, closing.size()) != absl::string_view(closing)) {
    if (at_ >= text_.size()) return Invalid(start, "this string has no closing quote");
    if (!triple && (Peek() == '\n' || Peek() == '\r')) {
      return Invalid(start, "this string has no closing quote on its line");
    }
    at_ += !raw && Peek() == '\\' && at_ + 1 < text_.size() ? 2 : 1;
  }
  const absl::string_view content = text_.substr(body, at_ - body);
  at_ += closing.size();
  Token token = Finish(bytes ? TokenKind::kBytes : TokenKind::kString, start);
  if (raw) {
    token.decoded = std::string(content);
  } else if (std::string wrong = DecodeEscapes(content, bytes, &token.decoded); !wrong.empty()) {
    return Invalid(start, wrong.c_str());
  }
  return token;
}

Token Lexer::QuotedIdentifier() {
  const std::size_t start = at_;
  const std::size_t end = text_.find('`', at_ + 1);
  if (end == absl::string_view::npos) return Invalid(start, "this name has no closing `");
  at_ = end + 1;
  const absl::string_view name = text_.substr(start + 1, end - start - 1);
  for (const char c : name) {
    if (!StartsWord(c) && !IsDigit(c) && !absl::StrContains(".-/ ", absl::string_view(&c, 1))) {
      return Invalid(start, "a quoted name holds letters, digits, '_', '.', '-', '/' and spaces");
    }
  }
  if (name.empty()) return Invalid(start, "a quoted name must not be empty");
  Token token = Finish(TokenKind::kQuotedIdentifier, start);
  token.decoded = std::string(name);
  return token;
}

Token Lexer::Punctuation() {
  const std::size_t start = at_;
  const absl::string_view rest = text_.substr(at_);
  for (const Operator& op : kOperators) {
    if (rest.substr(0, op.text.size()) != op.text) continue;
    at_ += op.text.size();
    return Finish(op.kind, start);
  }
  for (const auto& [c, message] : kForeign) {
    if (rest[0] == c) return Invalid(start, message);
  }
  return Invalid(start, "this character has no meaning here");
}

}  // namespace usher::cel
