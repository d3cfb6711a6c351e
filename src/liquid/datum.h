#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

#include "base/value.h"

namespace usher::liquid {

// Whole numbers from `first` to `last`, both included; none when last is less.
struct Interval {
  std::int64_t first = 0;
  std::int64_t last = -1;

  std::uint64_t size() const {
    if (last < first) return 0;
    return static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first) + 1;
  }
  std::int64_t At(std::uint64_t index) const {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(first) + index);
  }
};

// A value while it is being evaluated: borrowed from the data or a variable, or computed. Cheap to
// move; a borrowed value lives as long as the rendering. A range such as (1..5) is no list, its
// numbers are never stored.
class Datum {
 public:
  // Escaping that the text already has.
  enum Safe : std::uint8_t { kUnsafe = 0, kHtmlSafe = 1, kJsonSafe = 2, kSafe = 3 };

  Datum() = default;
  explicit Datum(const base::Value* borrowed, Safe safe = kUnsafe)
      : borrowed_(borrowed), safe_(safe) {}
  explicit Datum(base::Value&& owned, Safe safe = kUnsafe)
      : owned_(std::move(owned)), safe_(safe) {}
  explicit Datum(Interval range) : range_(range), special_(Special::kRange) {}
  // The literals `empty` and `blank`, which only comparisons know.
  static Datum Empty() { return Datum(Special::kEmpty); }
  static Datum Blank() { return Datum(Special::kBlank); }

  // Nil for a range.
  const base::Value& value() const { return borrowed_ != nullptr ? *borrowed_ : owned_; }
  bool is_borrowed() const { return borrowed_ != nullptr; }
  base::Value TakeOwned() { return std::move(owned_); }
  Safe safe() const { return safe_; }
  void set_safe(Safe safe) { safe_ = safe; }
  bool is_empty_literal() const { return special_ == Special::kEmpty; }
  bool is_blank_literal() const { return special_ == Special::kBlank; }
  const Interval* range() const { return special_ == Special::kRange ? &range_ : nullptr; }
  bool is_nil() const { return special_ == Special::kNone && value().is_null(); }

 private:
  enum class Special : std::uint8_t { kNone, kEmpty, kBlank, kRange };
  explicit Datum(Special special) : special_(special) {}

  const base::Value* borrowed_ = nullptr;
  base::Value owned_;
  Interval range_;
  Safe safe_ = kUnsafe;
  Special special_ = Special::kNone;
};

}  // namespace usher::liquid
