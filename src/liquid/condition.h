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

  // `place` is where the test stands.
  Condition(Test test, Place place) : test_(std::move(test)), place_(place) {}
  Condition(const Condition&) = delete;
  Condition& operator=(const Condition&) = delete;
  // Takes the chain apart link by link: it may be long.
  ~Condition();

  void Chain(Join join, std::unique_ptr<Condition> next) {
    join_ = join;
    next_ = std::move(next);
  }
  // Missing variables are nil, also when strict: asking is what conditions are for. A text and a
  // number have no order: to ask for it fails the rendering.
  bool Holds(Context* context) const;

 private:
  bool TestHolds(Context* context) const;

  Test test_;
  Place place_;
  Join join_ = Join::kNone;
  std::unique_ptr<Condition> next_;
};

}  // namespace usher::liquid
