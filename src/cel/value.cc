#include "cel/value.h"

namespace usher::cel {
namespace {

// Both ends included; beyond it two integers may share a double.
constexpr std::int64_t kExactIntMax = std::int64_t{1} << 53;

bool DoubleHoldsExactly(std::int64_t value) {
  if (value >= -kExactIntMax && value <= kExactIntMax) return true;
  const double rounded = static_cast<double>(value);
  // 2^63 itself is not an int64, so the conversion back would be undefined.
  return rounded < 9223372036854775808.0 && static_cast<std::int64_t>(rounded) == value;
}

}  // namespace

Value Value::Bool(bool value) {
  Value result(Kind::kBool);
  result.int_ = value ? 1 : 0;
  return result;
}

Value Value::Int(std::int64_t value) {
  Value result(Kind::kInt);
  result.int_ = value;
  return result;
}

Value Value::Uint(std::uint64_t value) {
  Value result(Kind::kUint);
  result.uint_ = value;
  return result;
}

Value Value::Double(double value) {
  Value result(Kind::kDouble);
  result.double_ = value;
  return result;
}

Value Value::String(absl::string_view value) {
  Value result(Kind::kString);
  result.text_ = value.data();
  result.size_ = static_cast<std::uint32_t>(value.size());
  return result;
}

Value Value::Bytes(absl::string_view value) {
  Value result = String(value);
  result.kind_ = Kind::kBytes;
  return result;
}

Value Value::Timestamp(absl::Time value) {
  Value result(Kind::kTimestamp);
  result.int_ = absl::ToUnixSeconds(value);
  result.size_ = static_cast<std::uint32_t>(
      absl::ToInt64Nanoseconds(value - absl::FromUnixSeconds(result.int_)));
  return result;
}

Value Value::Duration(absl::Duration value) {
  Value result(Kind::kDuration);
  absl::Duration rest;
  result.int_ = absl::IDivDuration(value, absl::Seconds(1), &rest);
  if (rest < absl::ZeroDuration()) {
    result.int_ -= 1;
    rest += absl::Seconds(1);
  }
  result.size_ = static_cast<std::uint32_t>(absl::ToInt64Nanoseconds(rest));
  return result;
}

Value Value::List(const Value* elements, std::size_t count) {
  Value result(Kind::kList);
  result.elements_ = elements;
  result.size_ = static_cast<std::uint32_t>(count);
  return result;
}

Value Value::Map(const Entry* entries, std::size_t count) {
  Value result(Kind::kMap);
  result.entries_ = entries;
  result.size_ = static_cast<std::uint32_t>(count);
  return result;
}

Value Value::TypeOf(Kind kind) {
  Value result(Kind::kType);
  result.int_ = static_cast<std::int64_t>(kind);
  return result;
}

Value Value::Error(const Fault* fault) {
  Value result(Kind::kError);
  result.fault_ = fault;
  return result;
}

Value Value::Json(const base::Value& json) {
  if (const std::string* text = json.as_string()) return String(*text);
  if (const double* number = json.as_double()) return JsonNumber(*number);
  if (const std::int64_t* number = json.as_int()) {
    if (DoubleHoldsExactly(*number)) return JsonNumber(static_cast<double>(*number));
    Value result = Int(*number);
    result.json_ = true;
    return result;
  }
  if (const bool* flag = json.as_bool()) return Bool(*flag);
  if (const base::Value::Map* map = json.as_map()) {
    Value result(Kind::kMap);
    result.json_ = true;
    result.json_map_ = map;
    result.size_ = static_cast<std::uint32_t>(map->size());
    return result;
  }
  if (const base::Value::List* list = json.as_list()) {
    Value result(Kind::kList);
    result.json_ = true;
    result.json_list_ = list;
    result.size_ = static_cast<std::uint32_t>(list->size());
    return result;
  }
  return Value();
}

Value Value::JsonNumber(double value) {
  Value result = Double(value);
  result.json_ = true;
  return result;
}

absl::Time Value::as_timestamp() const {
  return absl::FromUnixSeconds(int_) + absl::Nanoseconds(size_);
}

absl::Duration Value::as_duration() const { return absl::Seconds(int_) + absl::Nanoseconds(size_); }

Value Value::ElementAt(std::size_t index) const {
  return json_ ? Json((*json_list_)[index]) : elements_[index];
}

Value Value::KeyAt(std::size_t index) const {
  return json_ ? String((*json_map_)[index].first) : entries_[index].key;
}

Value Value::MemberAt(std::size_t index) const {
  return json_ ? Json((*json_map_)[index].second) : entries_[index].member;
}

bool Value::FindMember(absl::string_view name, Value* member) const {
  if (json_) {
    for (const auto& [key, value] : *json_map_) {
      if (absl::string_view(key) == name) {
        *member = Json(value);
        return true;
      }
    }
    return false;
  }
  for (std::size_t i = 0; i < size_; ++i) {
    if (entries_[i].key.kind() == Kind::kString && entries_[i].key.text() == name) {
      *member = entries_[i].member;
      return true;
    }
  }
  return false;
}

bool TakeInt(const Value& value, std::int64_t* whole) {
  if (value.kind() == Kind::kInt) {
    *whole = value.as_int();
    return true;
  }
  constexpr double kTwoTo63 = 9223372036854775808.0;
  if (value.kind() != Kind::kDouble || !value.is_json_number()) return false;
  const double number = value.as_double();
  if (!(number >= -kTwoTo63 && number < kTwoTo63)) return false;
  *whole = static_cast<std::int64_t>(number);
  return static_cast<double>(*whole) == number;
}

}  // namespace usher::cel
