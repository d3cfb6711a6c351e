#pragma once

#include <cstdint>
#include <optional>

#include "liquid/context.h"
#include "liquid/expression.h"

namespace usher::liquid {

// `limit` and `offset` of a loop.
struct SegmentOptions {
  ExpressionPtr limit;     // null: all
  ExpressionPtr offset;    // null: from the first
  bool continues = false;  // offset:continue
  bool reversed = false;
};

// What a loop walks over: a part of a list or a range, the pairs of a map, a text as one item.
class Segment {
 public:
  // `datum` is the whole, which the context keeps where it was computed. `offset` and `limit` count
  // items; without a limit it goes to the end. Nothing when the rendering failed.
  static Segment Of(Datum datum, std::int64_t offset, std::optional<std::int64_t> limit,
                    Context* context);

  std::int64_t size() const { return size_; }
  Datum At(std::int64_t index) const;

 private:
  std::int64_t first_ = 0;
  std::int64_t size_ = 0;
  const base::Value::List* list_ = nullptr;  // null: a range
  Interval range_;
};

// The value of `limit` or `offset`: a whole number, none when it is nil or was not given. Anything
// else fails the rendering at `place`.
std::optional<std::int64_t> EvaluateCount(const ExpressionPtr& expression, const Place& place,
                                          Context* context);

}  // namespace usher::liquid
