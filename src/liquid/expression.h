#pragma once

#include <memory>
#include <string>
#include <utility>
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
  // The value where it never changes; else null.
  virtual const base::Value* literal() const { return nullptr; }
};

using ExpressionPtr = std::unique_ptr<const Expression>;

// Text, number, true, false, nil.
class Literal final : public Expression {
 public:
  explicit Literal(base::Value value) : value_(std::move(value)) {}
  Datum Evaluate(Context*, bool) const override { return Datum(&value_); }
  const base::Value* literal() const override { return &value_; }

 private:
  base::Value value_;
};

// `empty` and `blank`, in conditions.
class EmptyLiteral final : public Expression {
 public:
  explicit EmptyLiteral(bool blank) : blank_(blank) {}
  Datum Evaluate(Context*, bool) const override { return blank_ ? Datum::Blank() : Datum::Empty(); }

 private:
  bool blank_;
};

// customer.name, event.products[0].price, a["b"], a[b.c], list.size, [name], forloop.index
class Path final : public Expression {
 public:
  struct Step {
    std::string name;     // after a dot, or a literal text in brackets
    ExpressionPtr index;  // anything else in brackets; null for a name
    bool dotted = true;   // only after a dot do size, first and last have their meaning
  };

  // `name`, if not null, computes the root.
  Path(std::string root, ExpressionPtr name, std::vector<Step> steps, std::string text,
       Place place);

  Datum Evaluate(Context* context, bool required) const override;

 private:
  // `forloop` and `tablerowloop` are variables that loops set without anything being stored.
  enum class Root { kVariable, kComputed, kForloop, kTablerowloop };

  Datum FindRoot(Context* context, bool* found) const;
  Datum LoopMember(const Context& context) const;

  std::string root_;
  ExpressionPtr name_;
  Root kind_;
  std::vector<Step> steps_;
  std::string text_;  // as written, for errors
  Place place_;
};

// (1..5): whole numbers, both ends included.
class Range final : public Expression {
 public:
  Range(ExpressionPtr first, ExpressionPtr last, Place place)
      : first_(std::move(first)), last_(std::move(last)), place_(place) {}
  Datum Evaluate(Context* context, bool required) const override;

 private:
  std::int64_t Bound(const Expression& expression, Context* context, bool required) const;

  ExpressionPtr first_;
  ExpressionPtr last_;
  Place place_;
};

}  // namespace usher::liquid
