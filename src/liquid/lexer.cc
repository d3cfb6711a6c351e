#include "liquid/lexer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace usher::liquid {
namespace {

bool IsNameCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_';
}

}  // namespace

void Lexer::SkipSpace() {
  while (position_ < end_ && absl::ascii_isspace(static_cast<unsigned char>(text_[position_]))) {
    ++position_;
  }
}

std::optional<Token> Lexer::Next() {
  if (lines_) return NextLine();
  if (std::exchange(trim_next_, false)) SkipSpace();
  const std::size_t begin = position_;
  if (begin == end_) return Token{Token::Kind::kEnd, begin, {}, {}, begin};
  std::size_t braces = begin;
  while (true) {
    braces = std::min(text_.find('{', braces), end_);
    const absl::string_view rest = text_.substr(braces, 2);
    if (braces == end_ || rest == "{{" || rest == "{%") break;
    ++braces;
  }
  if (braces == begin) {
    return Markup(text_[begin + 1] == '{' ? Token::Kind::kOutput : Token::Kind::kTag);
  }
  position_ = braces;
  absl::string_view content = text_.substr(begin, braces - begin);
  if (braces + 2 < end_ && text_[braces + 2] == '-') {
    content = absl::StripTrailingAsciiWhitespace(content);
    if (content.empty()) return Next();
  }
  return Token{Token::Kind::kText, begin, {}, content, begin};
}

std::optional<Token> Lexer::Markup(Token::Kind kind) {
  const std::size_t begin = position_;
  const bool is_tag = kind == Token::Kind::kTag;
  const std::size_t close = text_.find(is_tag ? "%}" : "}}", position_ + 2);
  if (close == absl::string_view::npos) {
    error_ = ErrorAt(
        position_, is_tag ? "this {% is never closed with %}" : "this {{ is never closed with }}");
    return std::nullopt;
  }
  position_ = close + 2;
  absl::string_view inner = text_.substr(begin + 2, close - begin - 2);
  absl::ConsumePrefix(&inner, "-");
  trim_next_ = absl::ConsumeSuffix(&inner, "-");
  if (is_tag) return TagOf(inner, begin, close);
  inner = absl::StripAsciiWhitespace(inner);
  const std::size_t content_begin =
      inner.empty() ? close : static_cast<std::size_t>(inner.data() - text_.data());
  return Token{kind, begin, {}, inner, content_begin};
}

Token Lexer::TagOf(absl::string_view inner, std::size_t begin, std::size_t end) const {
  Token token{Token::Kind::kTag, begin, {}, {}, end};
  inner = absl::StripAsciiWhitespace(inner);
  std::size_t size = 0;
  while (size < inner.size() && IsNameCharacter(inner[size])) ++size;
  if (size == 0 && absl::StartsWith(inner, "#")) size = 1;
  token.name = inner.substr(0, size);
  token.content = absl::StripLeadingAsciiWhitespace(inner.substr(size));
  if (!token.content.empty()) {
    token.content_begin = static_cast<std::size_t>(token.content.data() - text_.data());
  }
  return token;
}

Token Lexer::NextLine() {
  SkipSpace();
  if (position_ == end_) return Token{Token::Kind::kEnd, end_, {}, {}, end_};
  const std::size_t begin = position_;
  position_ = std::min(text_.find('\n', begin), end_);
  return TagOf(text_.substr(begin, position_ - begin), begin, position_);
}

Lexer::State Lexer::EnterLines(const Token& tag) {
  const State state{position_, end_, lines_, trim_next_};
  position_ = tag.content_begin;
  end_ = tag.content_begin + tag.content.size();
  lines_ = true;
  return state;
}

void Lexer::Leave(const State& state) {
  position_ = state.position;
  end_ = state.end;
  lines_ = state.lines;
  trim_next_ = state.trim_next;
}

std::optional<absl::string_view> Lexer::RawUntil(absl::string_view name, absl::string_view end,
                                                 bool nests) {
  const std::size_t begin = position_;
  int depth = 1;
  if (lines_) {
    for (Token line = NextLine(); line.kind != Token::Kind::kEnd; line = NextLine()) {
      if (line.name == end && --depth == 0) return text_.substr(begin, line.begin - begin);
      if (nests && line.name == name) ++depth;
    }
    return std::nullopt;
  }
  std::size_t close = 0;
  for (std::size_t open = text_.find("{%", begin); open < end_; open = text_.find("{%", open + 2)) {
    // What looks like a tag may be text, and the real one begin inside it, with the same end.
    if (close < open + 2) close = text_.find("%}", open + 2);
    if (close == absl::string_view::npos) return std::nullopt;
    absl::string_view inner = text_.substr(open + 2, close - open - 2);
    absl::ConsumePrefix(&inner, "-");
    const bool trims = absl::ConsumeSuffix(&inner, "-");
    const absl::string_view tag = TagOf(inner, open, close).name;
    if (tag == end && --depth == 0) {
      position_ = close + 2;
      trim_next_ = trims;
      return text_.substr(begin, open - begin);
    }
    if (nests && tag == name) ++depth;
  }
  return std::nullopt;
}

Error Lexer::ErrorAt(std::size_t offset, std::string message) {
  if (offset < placed_) {
    placed_ = 0;
    placed_line_ = 1;
    placed_column_ = 1;
  }
  for (const char c : text_.substr(placed_, offset - placed_)) {
    if (c == '\n') {
      ++placed_line_;
      placed_column_ = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
      ++placed_column_;
    }
  }
  placed_ = offset;
  return {placed_line_, placed_column_, std::move(message)};
}

}  // namespace usher::liquid
