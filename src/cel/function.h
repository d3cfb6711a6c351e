#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "cel/context.h"
#include "cel/type.h"
#include "cel/value.h"

namespace usher::cel {

// No function takes more arguments, its receiver included.
inline constexpr std::size_t kArgumentsMax = 8;

// Computes a standard function. None of the arguments is an error, but their kinds may fit no
// overload: what is dyn when checked shows only now.
using Apply = Value (*)(const Value* arguments, std::size_t count, Context& context);

// One way to call a function.
struct Overload {
  bool receiver = false;             // called as arguments[0].name(...)
  std::vector<Type> arguments = {};  // at most kArgumentsMax
  Type result = {};
};

// Judges the literal `text` given as argument number `argument` (from 0) when an expression is
// compiled. Returns an empty text, or what is wrong with it.
using LiteralCheck = std::function<std::string(std::size_t argument, absl::string_view text)>;

struct Function {
  std::string name;       // operators by their sign; "[]" is indexing
  Apply apply = nullptr;  // null: the host computes it
  std::vector<Overload> overloads = {};
  int host_index = -1;
  LiteralCheck check = {};  // may be empty
};

}  // namespace usher::cel
