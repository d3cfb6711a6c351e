#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

#include "liquid/template.h"

namespace usher::liquid {

// A piece of a template's text.
struct Token {
  enum class Kind { kText, kOutput, kTag, kEnd };

  Kind kind = Kind::kEnd;
  std::size_t begin = 0;      // offset of the first character, braces included
  absl::string_view name;     // of a tag: its first word, or "#"
  absl::string_view content;  // the text; inside an output or tag what follows the name, trimmed
  std::size_t content_begin = 0;
};

// Cuts a template into text, {{ outputs }} and {% tags %}, one by one, because what follows some
// tags is no Liquid. A dash next to the braces takes the white space on that side. The text has to
// outlive the lexer and its tokens.
class Lexer {
 public:
  explicit Lexer(absl::string_view text) : text_(text), end_(text.size()) {}

  // The next token that is not empty; kEnd at the end. None when braces are not closed: error().
  std::optional<Token> Next();

  // The text up to the tag `end`, which is read too; tags `name` on the way nest if `nests`. None
  // when there is no such tag.
  std::optional<absl::string_view> RawUntil(absl::string_view name, absl::string_view end,
                                            bool nests);

  // What a {% liquid %} tag holds: until the lexer goes back to the state returned here, the tokens
  // are the lines of `tag`, each a tag without braces.
  struct State {
    std::size_t position = 0;
    std::size_t end = 0;
    bool lines = false;
    bool trim_next = false;
  };
  State EnterLines(const Token& tag);
  void Leave(const State& state);
  bool in_lines() const { return lines_; }

  const Error& error() const { return error_; }
  // The error `message` at byte `offset` of the text. Cheap for offsets in ascending order.
  Error ErrorAt(std::size_t offset, std::string message);

 private:
  std::optional<Token> Markup(Token::Kind kind);
  Token TagOf(absl::string_view inner, std::size_t begin, std::size_t end) const;
  Token NextLine();
  void SkipSpace();

  absl::string_view text_;
  std::size_t position_ = 0;
  std::size_t end_;
  bool lines_ = false;
  bool trim_next_ = false;  // the markup before ended with a dash
  Error error_;
  // The offset whose place was asked for last, and its place.
  std::size_t placed_ = 0;
  int placed_line_ = 1;
  int placed_column_ = 1;
};

}  // namespace usher::liquid
