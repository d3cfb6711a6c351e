#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"

namespace usher::cel {

// What a value is at run time, and what the checker knows about an expression.
enum class Kind : std::uint8_t {
  kNull,
  kBool,
  kInt,
  kUint,
  kDouble,
  kString,
  kBytes,
  kTimestamp,
  kDuration,
  kList,
  kMap,
  kType,
  kError,      // run time only: the expression failed
  kDyn,        // static only: known when it runs
  kParameter,  // static only: a type variable in a function's signature
};

// The name CEL gives to the kind, as type() and error messages show it.
absl::string_view KindName(Kind kind);

inline bool IsNumber(Kind kind) {
  return kind == Kind::kInt || kind == Kind::kUint || kind == Kind::kDouble;
}

}  // namespace usher::cel
