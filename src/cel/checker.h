#pragma once

#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"

#include "cel/ast.h"
#include "cel/environment.h"
#include "cel/error.h"
#include "cel/function.h"
#include "cel/type.h"

namespace usher::cel {

// What a name or call of the tree turned out to mean.
enum class Meaning {
  kNone,      // nothing to resolve
  kVariable,  // of the environment, in `slot`
  kLocal,     // of a macro, in `slot`
  kTypeName,  // denotes the type of kind `type.parts()[0]`
  kFunction,  // `function`
  kFault,     // nothing: an error when it is evaluated, for the reason `fault`
};

struct Resolved {
  Type type;
  Meaning meaning = Meaning::kNone;
  int slot = -1;  // of a variable; of a macro's own variable in a macro
  const Function* function = nullptr;
  FaultCode fault_code = FaultCode::kUnboundVariable;
  std::string fault = {};
};

struct CheckedAst {
  Ast ast;
  std::vector<Resolved> resolved;  // by node
  int local_count = 0;             // most variables of macros alive at once
};

// Gives every name a meaning and every node a type, by the standard's gradual typing. Qualified
// names are rewritten to plain ones. `text` is what `ast` was parsed from, for places of errors;
// `environment` must outlive the result.
std::variant<CheckedAst, Error> Check(absl::string_view text, Ast ast,
                                      const Environment& environment);

}  // namespace usher::cel
