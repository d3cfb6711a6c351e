#include "liquid/condition.h"

#include "absl/strings/str_cat.h"

#include "liquid/semantics.h"

namespace usher::liquid {

using base::Value;

Condition::~Condition() {
  while (next_ != nullptr) next_ = std::move(next_->next_);
}

bool Condition::TestHolds(Context* context) const {
  const Datum left = test_.left->Evaluate(context, false);
  if (!test_.comparison.has_value()) return IsTruthy(left);
  const Datum right = test_.right->Evaluate(context, false);
  if (*test_.comparison == Comparison::kEqual) return AreEqual(left, right);
  if (*test_.comparison == Comparison::kNotEqual) return !AreEqual(left, right);
  if (*test_.comparison == Comparison::kContains) return Contains(left, right);
  const Value& a = left.value();
  const Value& b = right.value();
  const std::optional<int> order = Order(a, b);
  if (!order.has_value()) {
    if (IsNumberOrText(a) && IsNumberOrText(b) && !IsNotANumber(a) && !IsNotANumber(b)) {
      context->Fail(place_, absl::StrCat("cannot compare ", KindName(a), " with ", KindName(b)));
    }
    return false;
  }
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
