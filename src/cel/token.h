#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace usher::cel {

enum class TokenKind {
  kEnd,
  kInvalid,  // `decoded` says what is wrong with it
  kIdentifier,
  kQuotedIdentifier,  // `cart id`, after a dot; `decoded` is the name
  kInt,
  kUint,
  kDouble,
  kString,  // `decoded` is the content of strings and bytes
  kBytes,
  kLeftParen,
  kRightParen,
  kLeftBracket,
  kRightBracket,
  kLeftBrace,
  kRightBrace,
  kDot,
  kComma,
  kColon,
  kQuestion,
  kOr,
  kAnd,
  kNot,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kEqual,
  kNotEqual,
  kIn,
  kPlus,
  kMinus,
  kStar,
  kSlash,
  kPercent,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  int offset = 0;          // of its first byte
  absl::string_view text;  // as written
  std::string decoded;
};

}  // namespace usher::cel
