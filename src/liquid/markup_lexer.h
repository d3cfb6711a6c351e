#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace usher::liquid {

// A word or sign inside an output or a tag.
struct MarkupToken {
  enum class Kind { kName, kText, kInt, kFloat, kSign, kInvalid, kEnd };

  Kind kind = Kind::kEnd;
  absl::string_view text;  // as written; of a text what stands between the quotes
  std::size_t begin = 0;   // offset in the template
};

// Cuts `markup`, which begins at offset `begin` of the template, into tokens.
class MarkupLexer {
 public:
  MarkupLexer(absl::string_view markup, std::size_t begin) : rest_(markup), begin_(begin) {
    Advance();
  }

  const MarkupToken& current() const { return current_; }
  void Advance();
  // Takes the token if it is this sign or name.
  bool TakeSign(absl::string_view sign);
  bool TakeName(absl::string_view name);

 private:
  void Take(MarkupToken::Kind kind, std::size_t size);
  std::size_t NumberLength(bool* is_float) const;

  absl::string_view rest_;
  std::size_t begin_;
  MarkupToken current_;
};

}  // namespace usher::liquid
