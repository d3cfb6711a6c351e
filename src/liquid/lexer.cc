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

std::optional<Token> Lexer::Next() {
  std::size_t begin = position_;
  if (std::exchange(trim_next_, false)) {
    while (begin < text_.size() && absl::ascii_isspace(static_cast<unsigned char>(text_[begin]))) {
      ++begin;
    }
    position_ = begin;
  }
  if (begin == text_.size()) return Token{Token::Kind::kEnd, begin, {}, {}, begin};
  std::size_t braces = begin;
  while (true) {
    braces = std::min(text_.find('{', braces), text_.size());
    const absl::string_view rest = text_.substr(braces);
    if (rest.empty() || absl::StartsWith(rest, "{{") || absl::StartsWith(rest, "{%")) break;
    ++braces;
  }
  if (braces == begin) {
    return Markup(text_[begin + 1] == '{' ? Token::Kind::kOutput : Token::Kind::kTag);
  }
  position_ = braces;
  absl::string_view content = text_.substr(begin, braces - begin);
  if (text_.substr(braces).size() > 2 && text_[braces + 2] == '-') {
    content = absl::StripTrailingAsciiWhitespace(content);
    if (content.empty()) return Next();
  }
  return Token{Token::Kind::kText, begin, {}, content, begin};
}

std::optional<Token> Lexer::Markup(Token::Kind kind) {
  Token token;
  token.kind = kind;
  token.begin = position_;
  const bool is_tag = kind == Token::Kind::kTag;
  const std::size_t close = text_.find(is_tag ? "%}" : "}}", position_ + 2);
  if (close == absl::string_view::npos) {
    error_ = ErrorAt(
        position_, is_tag ? "this {% is never closed with %}" : "this {{ is never closed with }}");
    return std::nullopt;
  }
  absl::string_view inner = text_.substr(position_ + 2, close - position_ - 2);
  position_ = close + 2;
  absl::ConsumePrefix(&inner, "-");
  trim_next_ = absl::ConsumeSuffix(&inner, "-");
  inner = absl::StripAsciiWhitespace(inner);
  if (is_tag) {
    std::size_t size = 0;
    while (size < inner.size() && IsNameCharacter(inner[size])) ++size;
    if (size == 0 && absl::StartsWith(inner, "#")) size = 1;
    token.name = inner.substr(0, size);
    inner = absl::StripLeadingAsciiWhitespace(inner.substr(size));
  }
  token.content = inner;
  token.content_begin =
      inner.empty() ? close : static_cast<std::size_t>(inner.data() - text_.data());
  return token;
}

std::optional<absl::string_view> Lexer::RawUntil(absl::string_view name, absl::string_view end,
                                                 bool nests) {
  std::size_t begin = position_;
  if (trim_next_) {
    while (begin < text_.size() && absl::ascii_isspace(static_cast<unsigned char>(text_[begin]))) {
      ++begin;
    }
    trim_next_ = false;
  }
  int depth = 1;
  std::size_t search = begin;
  while ((search = text_.find("{%", search)) != absl::string_view::npos) {
    position_ = search;
    const std::optional<Token> tag = Markup(Token::Kind::kTag);
    if (!tag.has_value()) return std::nullopt;
    if (tag->name == end && --depth == 0) {
      absl::string_view raw = text_.substr(begin, search - begin);
      if (text_[search + 2] == '-') raw = absl::StripTrailingAsciiWhitespace(raw);
      return raw;
    }
    if (nests && tag->name == name) ++depth;
    // What looks like a tag may be text, and the real one begin inside it.
    search += 2;
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
