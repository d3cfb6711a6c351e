#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

#include "base/value.h"

namespace usher::liquid {

// A value while it is being evaluated: borrowed from the data or a variable, or computed. Cheap to
// move; a borrowed value lives as long as the rendering.
class Datum {
 public:
  // Escaping that the text already has.
  enum Safe : std::uint8_t { kUnsafe = 0, kHtmlSafe = 1, kJsonSafe = 2, kSafe = 3 };

  Datum() = default;
  explicit Datum(const base::Value* borrowed) : borrowed_(borrowed) {}
  explicit Datum(base::Value&& owned, Safe safe = kUnsafe)
      : owned_(std::move(owned)), safe_(safe) {}
  // The literals `empty` and `blank`, which only comparisons know.
  static Datum Empty() { return Datum(Special::kEmpty); }
  static Datum Blank() { return Datum(Special::kBlank); }

  const base::Value& value() const { return borrowed_ != nullptr ? *borrowed_ : owned_; }
  bool is_borrowed() const { return borrowed_ != nullptr; }
  base::Value TakeOwned() { return std::move(owned_); }
  Safe safe() const { return safe_; }
  void set_safe(Safe safe) { safe_ = safe; }
  bool is_empty_literal() const { return special_ == Special::kEmpty; }
  bool is_blank_literal() const { return special_ == Special::kBlank; }

 private:
  enum class Special : std::uint8_t { kNone, kEmpty, kBlank };
  explicit Datum(Special special) : special_(special) {}

  const base::Value* borrowed_ = nullptr;
  base::Value owned_;
  Safe safe_ = kUnsafe;
  Special special_ = Special::kNone;
};

}  // namespace usher::liquid
