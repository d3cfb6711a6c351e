#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "liquid/expression.h"

namespace usher::liquid {

enum class Comparison : std::uint8_t {
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kContains
};

// `a`, `a == b`, joined by `and` and `or`. Liquid gives both the same rank and reads them from the
// right: a and b or c is a and (b or c).
class Condition {
 public:
  struct Test {
    ExpressionPtr left;
    std::optional<Comparison> comparison;  // none: whether left is truthy
    ExpressionPtr right;
  };
  enum class Join : std::uint8_t { kNone, kAnd, kOr };

  explicit Condition(Test test) : test_(std::move(test)) {}

  void Chain(Join join, std::unique_ptr<const Condition> next) {
    join_ = join;
    next_ = std::move(next);
  }
  // Missing variables are nil, also when strict: asking is what conditions are for.
  bool Holds(Context* context) const;

 private:
  bool TestHolds(Context* context) const;

  Test test_;
  Join join_ = Join::kNone;
  std::unique_ptr<const Condition> next_;
};

}  // namespace usher::liquid
