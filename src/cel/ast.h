#pragma once

#include <string>
#include <vector>

#include "cel/value.h"

namespace usher::cel {

enum class ExprKind {
  kLiteral,
  kIdentifier,
  kSelect,       // children: operand
  kHas,          // children: operand
  kCall,         // children: arguments, the receiver first if there is one; operators too
  kAnd,          // children: two or more operands
  kOr,           // likewise
  kConditional,  // children: condition, then, else
  kList,         // children: elements
  kMap,          // children: key, member, key, member, ...
  kMacro,        // children: range, then one or two steps; see Macro
};

// The macros over lists and maps. `name` of the expression is the variable.
enum class Macro {
  kAll,        // steps: predicate
  kExists,     // steps: predicate
  kExistsOne,  // steps: predicate
  kFilter,     // steps: predicate
  kMap,        // steps: transformation
  kMapIf,      // steps: predicate, transformation
};

using ExprIndex = int;

// One node of the syntax tree. Which fields count depends on the kind.
struct Expr {
  ExprKind kind = ExprKind::kLiteral;
  int offset = 0;         // where an error in it is reported, in bytes
  int height = 1;         // of the tree below and including it
  std::string name = {};  // identifier, member, function or variable of a macro
  bool receiver = false;  // a call: written as receiver.name(...)
  Macro macro = Macro::kAll;
  Value literal = {};  // scalars; strings and bytes have their content in `text`
  std::string text = {};
  std::vector<ExprIndex> children = {};
};

// A parsed expression. Nodes refer to each other by index, so that a deep tree is freed flat.
struct Ast {
  std::vector<Expr> nodes;
  ExprIndex root = 0;
};

}  // namespace usher::cel
