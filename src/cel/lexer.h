#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"

#include "cel/token.h"

namespace usher::cel {

// Splits the text of an expression into tokens, skipping white space and // comments.
class Lexer {
 public:
  // `text` must be well-formed UTF-8 and outlive the lexer and its tokens.
  explicit Lexer(absl::string_view text) : text_(text) {}

  // The next token; kEnd again and again once the text is used up. After kInvalid, stop.
  Token Next();

 private:
  char Peek(std::size_t ahead = 0) const;
  void SkipBlanks();
  Token Finish(TokenKind kind, std::size_t start) const;
  Token Invalid(std::size_t start, const char* message) const;
  Token Number();
  Token Word();
  Token Quoted(std::size_t start, bool raw, bool bytes);
  Token QuotedIdentifier();
  Token Punctuation();

  absl::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace usher::cel
