#include "liquid/condition.h"

#include "liquid/semantics.h"

namespace usher::liquid {

bool Condition::TestHolds(Context* context) const {
  const Datum left = test_.left->Evaluate(context, false);
  if (!test_.comparison.has_value()) {
    return left.is_empty_literal() || left.is_blank_literal() || IsTruthy(left.value());
  }
  const Datum right = test_.right->Evaluate(context, false);
  if (*test_.comparison == Comparison::kEqual) return AreEqual(left, right);
  if (*test_.comparison == Comparison::kNotEqual) return !AreEqual(left, right);
  if (*test_.comparison == Comparison::kContains) return Contains(left.value(), right.value());
  const std::optional<int> order = Order(left.value(), right.value());
  if (!order.has_value()) return false;
  switch (*test_.comparison) {
    case Comparison::kLess:
      return *order < 0;
    case Comparison::kLessOrEqual:
      return *order <= 0;
    case Comparison::kGreater:
      return *order > 0;
    default:
      return *order >= 0;
  }
}

bool Condition::Holds(Context* context) const {
  const Condition* condition = this;
  while (true) {
    const bool holds = condition->TestHolds(context);
    // From the right: the left side decides alone, or everything after it decides.
    if (condition->join_ == Join::kNone) return holds;
    if (condition->join_ == Join::kAnd && !holds) return false;
    if (condition->join_ == Join::kOr && holds) return true;
    condition = condition->next_.get();
  }
}

}  // namespace usher::liquid
