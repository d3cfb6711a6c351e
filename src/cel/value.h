#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "base/value.h"
#include "cel/arena.h"
#include "cel/kind.h"

namespace usher::cel {

// Why an expression has no value. Callers branch on the code; people read the text.
enum class FaultCode {
  kNoSuchKey,
  kNoSuchOverload,
  kDivisionByZero,
  kOverflow,
  kOutOfRange,
  kInvalidArgument,
  kUnboundVariable,
  kCostExceeded,
  kHost,
};

struct Fault {
  FaultCode code = FaultCode::kHost;
  int offset = -1;         // of the failing part in the expression's text, in bytes; -1 if unknown
  absl::string_view what;  // what went wrong
  absl::string_view detail;  // about which name or value; may be empty
};

struct Entry;

// A value while an expression runs: 16 bytes, copied freely, owning nothing. Strings, lists and
// maps are views of the data it was made from, of the program or of an arena, and valid as long
// as these are.
// The linter sees no initializer for a nameless union's other members.
// NOLINTBEGIN(cppcoreguidelines-pro-type-member-init)
class Value {
 public:
  Value() = default;

  static Value Bool(bool value);
  static Value Int(std::int64_t value);
  static Value Uint(std::uint64_t value);
  static Value Double(double value);
  static Value String(absl::string_view value);  // valid UTF-8, at most 4 GiB
  static Value Bytes(absl::string_view value);   // at most 4 GiB
  static Value Timestamp(absl::Time value);      // a finite time
  static Value Duration(absl::Duration value);   // a finite duration
  static Value List(const Value* elements, std::size_t count);
  static Value Map(const Entry* entries, std::size_t count);  // keys are unique
  static Value TypeOf(Kind kind);
  static Value Error(const Fault* fault);
  // JSON as the standard maps it: a number is a double. An integer no double can hold exactly is
  // an int, so that long identifiers keep every digit. Either is marked as a number of JSON.
  static Value Json(const base::Value& json);
  // A double that came from JSON or was computed from one that did.
  static Value JsonNumber(double value);

  Kind kind() const { return kind_; }
  bool is_error() const { return kind_ == Kind::kError; }
  bool is_true() const { return kind_ == Kind::kBool && int_ != 0; }
  bool is_false() const { return kind_ == Kind::kBool && int_ == 0; }
  // Nobody gave this number a kind, so arithmetic may read it as what the other operand is.
  bool is_json_number() const { return json_ && IsNumber(kind_); }

  // Each may be called only on a value of that kind.
  bool as_bool() const { return int_ != 0; }
  std::int64_t as_int() const { return int_; }
  std::uint64_t as_uint() const { return uint_; }
  double as_double() const { return double_; }
  absl::string_view text() const { return {text_, size_}; }  // of a string or bytes
  absl::Time as_timestamp() const;
  absl::Duration as_duration() const;
  Kind as_type() const { return static_cast<Kind>(int_); }
  const Fault& fault() const { return *fault_; }
  // Of a timestamp (since 1970) or duration, rounded down, and the rest of 0 to 999,999,999 ns.
  std::int64_t seconds() const { return int_; }
  std::uint32_t nanoseconds() const { return size_; }

  // Of a list or map: the number of elements or entries, and each by index.
  std::size_t size() const { return size_; }
  Value ElementAt(std::size_t index) const;
  Value KeyAt(std::size_t index) const;
  Value MemberAt(std::size_t index) const;
  // Of a map: whether it has the string key `name`; if so, sets `*member`.
  bool FindMember(absl::string_view name, Value* member) const;

 private:
  explicit Value(Kind kind) : kind_(kind) {}

  Kind kind_ = Kind::kNull;
  bool json_ = false;  // a list or map views base::Value, not an arena; a number came from there
  std::uint32_t size_ = 0;  // bytes, elements, entries or nanoseconds
  union {
    std::int64_t int_ = 0;
    std::uint64_t uint_;
    double double_;
    const char* text_;
    const Value* elements_;
    const Entry* entries_;
    const base::Value::List* json_list_;
    const base::Value::Map* json_map_;
    const Fault* fault_;
  };
};
// NOLINTEND(cppcoreguidelines-pro-type-member-init)

// The value of an int, or of a whole number of JSON that an int holds; false for anything else.
bool TakeInt(const Value& value, std::int64_t* whole);

// One entry of a map that an expression created. The key is a bool, int, uint or string.
struct Entry {
  Value key;
  Value member;
};

static_assert(sizeof(Value) == 16);

}  // namespace usher::cel
