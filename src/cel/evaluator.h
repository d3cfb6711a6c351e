#pragma once

#include <cstddef>

#include "absl/container/inlined_vector.h"

#include "cel/activation.h"
#include "cel/code.h"
#include "cel/context.h"
#include "cel/value.h"

namespace usher::cel {

// Walks compiled code once. Recursion is bounded by the nesting the parser allows.
class Evaluator {
 public:
  // Everything given must outlive the evaluator.
  Evaluator(const Code& code, const Activation& activation, Context& context);

  // The value of `node` and all below it: an error if it has none, or if the budget ran out.
  Value Run(int node);

 private:
  Value Eval(int index);
  Value Variable(const Node& node);
  Value Select(const Node& node);
  Value Has(const Node& node);
  Value Call(const Node& node);
  Value Matches(const Node& node);
  Value Logical(const Node& node);
  Value Conditional(const Node& node);
  Value List(const Node& node);
  Value Map(const Node& node);
  Value Quantifier(const Node& node);
  Value ExistsOne(const Node& node);
  Value Collect(const Node& node);
  bool Range(const Node& node, Value* range);

  int Child(const Node& node, int index) const {
    return code_.children[static_cast<std::size_t>(node.child_first + index)];
  }
  Value NotBool(const Node& node, absl::string_view what, Value value);

  const Code& code_;
  const Activation& activation_;
  Context& context_;
  absl::InlinedVector<Value, 4> locals_;
};

}  // namespace usher::cel
