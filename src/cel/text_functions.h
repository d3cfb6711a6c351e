#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"

#include "cel/context.h"
#include "cel/value.h"
#include "re2/re2.h"

namespace usher::cel {

Value ApplyContains(const Value* arguments, std::size_t count, Context& context);
Value ApplyStartsWith(const Value* arguments, std::size_t count, Context& context);
Value ApplyEndsWith(const Value* arguments, std::size_t count, Context& context);
// With a pattern that is known only at run time; a wrong one is an error.
Value ApplyMatches(const Value* arguments, std::size_t count, Context& context);

// Whether `pattern` occurs anywhere in `text`.
Value MatchesPattern(absl::string_view text, const RE2& pattern, Context& context);

// How patterns are compiled: quietly, and into little memory.
RE2::Options PatternOptions();

re2::StringPiece ToPiece(absl::string_view text);

}  // namespace usher::cel
