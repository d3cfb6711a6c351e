#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "cel/arena.h"
#include "cel/function.h"
#include "cel/type.h"
#include "cel/value.h"
#include "re2/re2.h"

namespace usher::cel {

enum class Op : std::uint8_t {
  kConstant,     // `value`
  kVariable,     // of the activation, at `index`
  kLocal,        // of a macro, at `index`
  kSelect,       // child: operand; `value` is the member's name; `index` of its declared type or -1
  kHas,          // likewise
  kCall,         // children: arguments; `apply`
  kHostCall,     // children: arguments; `index` is the host's
  kMatches,      // child: text; `index` of the pattern
  kAnd,          // children: operands
  kOr,           // likewise
  kConditional,  // children: condition, then, else
  kFault,        // an error for the reason `value`; `index` is its FaultCode
  kList,         // children: elements
  kMap,          // children: key, member, ...
  kAll,          // children: range, predicate; `index` of the local. So for all that follow.
  kExists,
  kExistsOne,
  kFilter,
  kMapEach,  // children: range, transformation
  kMapIf,    // children: range, predicate, transformation
};

// One node of a compiled expression.
struct Node {
  Op op = Op::kConstant;
  int offset = 0;  // in the text, for faults
  int child_first = 0;
  int child_count = 0;
  int index = 0;
  Apply apply = nullptr;
  Value value = {};
};

// A variable and the members read from it, outermost first: event.cart.total.
struct Reference {
  std::string variable;
  std::vector<std::string> members;

  friend auto operator<=>(const Reference&, const Reference&) = default;
};

// A call of a host function in the text, with its literal arguments; others are null.
struct HostCall {
  std::string function;
  std::vector<base::Value> arguments;
  int offset = 0;  // in the text, in bytes
};

// A compiled expression. Immutable once built, so any number of threads may run it.
struct Code {
  std::string text;
  std::vector<Node> nodes;
  std::vector<int> children;  // of all nodes, each node's in a row
  std::vector<std::unique_ptr<RE2>> patterns;
  std::vector<Type> declared;  // types that members of records were declared to have
  Arena constants;             // what literals point to
  int root = 0;
  int local_count = 0;
  Type type;
  std::vector<Reference> references;
  std::vector<HostCall> host_calls;
};

}  // namespace usher::cel
