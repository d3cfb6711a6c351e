#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "cel/function.h"
#include "cel/type.h"

namespace usher::cel {

// A name an expression may read. Its slot is its position in the environment.
struct Variable {
  std::string name;  // may be qualified, such as "shop.currency"
  Type type;
};

// A function the host computes while an expression runs.
struct HostFunction {
  std::string name;  // may be qualified; must not be one of the standard's
  std::vector<Type> arguments = {};
  Type result = {};
  int index = 0;            // what Host::Call is given
  LiteralCheck check = {};  // judges literal arguments when compiling; may be empty
};

// What is decided before an expression runs.
enum class Checking {
  kStatic,   // every name and type that can be: what is wrong for certain does not compile
  kDynamic,  // its grammar alone: an unknown name or a wrong type is an error where it is evaluated
};

// The names expressions may use. Built once, then shared by all of them; reading it is safe from
// any thread.
class Environment {
 public:
  explicit Environment(Checking checking = Checking::kStatic) : checking_(checking) {}

  Checking checking() const { return checking_; }

  // Declares a variable and returns its slot: 0, 1, 2, ... in the order of declaration.
  int AddVariable(std::string name, Type type);

  // Declares a function. A second one with the same name is another overload of the first and
  // must have the same index.
  void AddFunction(HostFunction function);

  // The slot of `name`, or -1.
  int FindVariable(absl::string_view name) const;
  const Variable& variable(int slot) const { return variables_[static_cast<std::size_t>(slot)]; }
  int variable_count() const { return static_cast<int>(variables_.size()); }

  // A declared or standard function, or null.
  const Function* FindFunction(absl::string_view name) const;

  // Every name, for suggestions.
  std::vector<std::string> VariableNames() const;
  std::vector<std::string> FunctionNames() const;

 private:
  Checking checking_;
  std::vector<Variable> variables_;
  std::vector<Function> functions_;
};

}  // namespace usher::cel
