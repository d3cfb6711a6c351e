#include "liquid/markup_lexer.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace usher::liquid {
namespace {

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

bool IsNameStart(char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)) || c == '_'; }

constexpr absl::string_view kSigns[] = {"==", "!=", "<>", "<=", ">=", "..", "<", ">", "=",
                                        "|",  ":",  ",",  ".",  "[",  "]",  "(", ")"};

}  // namespace

void MarkupLexer::Take(MarkupToken::Kind kind, std::size_t size) {
  current_ = {kind, rest_.substr(0, size), begin_};
  rest_.remove_prefix(size);
  begin_ += size;
}

// A minus belongs to the number; a range such as 1..5 is no fraction.
std::size_t MarkupLexer::NumberLength(bool* is_float) const {
  std::size_t size = rest_[0] == '-' ? 1 : 0;
  const auto digits = [&] {
    while (size < rest_.size() && IsDigit(rest_[size])) ++size;
  };
  const std::size_t first = size;
  digits();
  if (size == first) return 0;
  *is_float = size + 1 < rest_.size() && rest_[size] == '.' && IsDigit(rest_[size + 1]);
  if (*is_float) {
    ++size;
    digits();
  }
  return size;
}

void MarkupLexer::Advance() {
  const absl::string_view stripped = absl::StripLeadingAsciiWhitespace(rest_);
  begin_ += rest_.size() - stripped.size();
  rest_ = stripped;
  if (rest_.empty()) return Take(MarkupToken::Kind::kEnd, 0);
  const char c = rest_[0];
  if (IsNameStart(c)) {
    std::size_t size = 1;
    // Liquid's names may hold hyphens and end in a question mark: {{ product-name.sale? }}.
    while (size < rest_.size() &&
           (IsNameStart(rest_[size]) || IsDigit(rest_[size]) || rest_[size] == '-')) {
      ++size;
    }
    if (size < rest_.size() && rest_[size] == '?') ++size;
    return Take(MarkupToken::Kind::kName, size);
  }
  if (c == '"' || c == '\'') {
    const std::size_t close = rest_.find(c, 1);
    if (close == absl::string_view::npos) return Take(MarkupToken::Kind::kInvalid, rest_.size());
    Take(MarkupToken::Kind::kText, close + 1);
    current_.text = current_.text.substr(1, close - 1);
    return;
  }
  bool is_float = false;
  if (const std::size_t size = NumberLength(&is_float); size > 0) {
    return Take(is_float ? MarkupToken::Kind::kFloat : MarkupToken::Kind::kInt, size);
  }
  for (const absl::string_view sign : kSigns) {
    if (absl::StartsWith(rest_, sign)) return Take(MarkupToken::Kind::kSign, sign.size());
  }
  Take(MarkupToken::Kind::kInvalid, 1);
}

bool MarkupLexer::TakeSign(absl::string_view sign) {
  if (current_.kind != MarkupToken::Kind::kSign || current_.text != sign) return false;
  Advance();
  return true;
}

bool MarkupLexer::TakeName(absl::string_view name) {
  if (current_.kind != MarkupToken::Kind::kName || current_.text != name) return false;
  Advance();
  return true;
}

}  // namespace usher::liquid
