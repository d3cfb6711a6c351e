#pragma once

#include <memory>
#include <string>
#include <vector>

#include "liquid/context.h"
#include "liquid/datum.h"

namespace usher::liquid {

// Something that has a value: a literal, a path or a range. Immutable.
class Expression {
 public:
  virtual ~Expression() = default;
  // Nil for what is missing, which fails the rendering only if `required` and the rendering is
  // strict.
  virtual Datum Evaluate(Context* context, bool required) const = 0;
};

using ExpressionPtr = std::unique_ptr<const Expression>;

// Text, number, true, false, nil.
class Literal final : public Expression {
 public:
  explicit Literal(base::Value value) : value_(std::move(value)) {}
  Datum Evaluate(Context*, bool) const override { return Datum(&value_); }

 private:
  base::Value value_;
};

// `empty` and `blank`.
class EmptyLiteral final : public Expression {
 public:
  explicit EmptyLiteral(bool blank) : blank_(blank) {}
  Datum Evaluate(Context*, bool) const override { return blank_ ? Datum::Blank() : Datum::Empty(); }

 private:
  bool blank_;
};

// customer.name, event.products[0].price, a["b"], a[b.c], list.size
class Path final : public Expression {
 public:
  struct Step {
    std::string name;     // after a dot, or a literal text in brackets
    ExpressionPtr index;  // anything else in brackets; null for a name
    bool dotted = true;   // only after a dot do size, first and last have their meaning
  };

  Path(std::string root, std::vector<Step> steps, std::string text, Place place)
      : root_(std::move(root)), steps_(std::move(steps)), text_(std::move(text)), place_(place) {}

  Datum Evaluate(Context* context, bool required) const override;

 private:
  Datum Forloop(const Context& context) const;

  std::string root_;
  std::vector<Step> steps_;
  std::string text_;  // as written, for errors
  Place place_;
};

// (1..5): a list of whole numbers, both ends included.
class Range final : public Expression {
 public:
  Range(ExpressionPtr first, ExpressionPtr last)
      : first_(std::move(first)), last_(std::move(last)) {}
  Datum Evaluate(Context* context, bool required) const override;

 private:
  ExpressionPtr first_;
  ExpressionPtr last_;
};

}  // namespace usher::liquid
