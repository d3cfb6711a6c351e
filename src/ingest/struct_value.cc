#include "ingest/struct_value.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"

namespace usher::ingest {
namespace {

using google::protobuf::Struct;
using ProtoValue = google::protobuf::Value;

constexpr double kExactMax = 9007199254740992.0;  // 2^53

// Converts while counting; gives up, with `status` set, at the first limit passed.
class Reader {
 public:
  explicit Reader(const base::JsonLimits& limits) : limits_(limits) {}

  base::Value Read(const Struct& source, int depth) {
    base::Value::Map map;
    if (!Enter(depth)) return base::Value(std::move(map));
    map.reserve(source.fields().size());
    for (const auto& [name, value] : source.fields()) {
      Count(name.size() + 4);
      map.emplace_back(name, Read(value, depth));
      if (!status_.ok()) break;
    }
    std::sort(map.begin(), map.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    return base::Value(std::move(map));
  }

  const absl::Status& status() const { return status_; }

 private:
  base::Value Read(const ProtoValue& source, int depth) {
    switch (source.kind_case()) {
      case ProtoValue::kBoolValue:
        return base::Value(source.bool_value());
      case ProtoValue::kNumberValue:
        return ReadNumber(source.number_value());
      case ProtoValue::kStringValue:
        Count(source.string_value().size() + 2);
        return base::Value(source.string_value());
      case ProtoValue::kStructValue:
        return Read(source.struct_value(), depth + 1);
      case ProtoValue::kListValue:
        return ReadList(source.list_value(), depth + 1);
      default:
        return base::Value();
    }
  }

  static base::Value ReadNumber(double number) {
    if (std::abs(number) < kExactMax && std::trunc(number) == number) {
      return base::Value(static_cast<std::int64_t>(number));
    }
    return base::Value(number);
  }

  base::Value ReadList(const google::protobuf::ListValue& source, int depth) {
    base::Value::List list;
    if (!Enter(depth)) return base::Value(std::move(list));
    list.reserve(static_cast<std::size_t>(source.values_size()));
    for (const ProtoValue& item : source.values()) {
      Count(1);
      list.push_back(Read(item, depth));
      if (!status_.ok()) break;
    }
    return base::Value(std::move(list));
  }

  bool Enter(int depth) {
    if (depth > limits_.depth_max) {
      status_ = absl::InvalidArgumentError(
          absl::StrCat("is nested deeper than ", limits_.depth_max, " levels"));
    }
    return status_.ok();
  }

  void Count(std::size_t bytes) {
    bytes_ += bytes;
    if (bytes_ > limits_.bytes_max) {
      status_ = absl::InvalidArgumentError(
          absl::StrCat("has more than ", limits_.bytes_max, " bytes as JSON"));
    }
  }

  const base::JsonLimits& limits_;
  std::size_t bytes_ = 0;
  absl::Status status_;
};

void Write(const base::Value& value, ProtoValue* out) {
  if (const bool* boolean = value.as_bool()) {
    out->set_bool_value(*boolean);
  } else if (const auto* integer = value.as_int()) {
    out->set_number_value(static_cast<double>(*integer));
  } else if (const double* number = value.as_double()) {
    out->set_number_value(*number);
  } else if (const std::string* text = value.as_string()) {
    out->set_string_value(*text);
  } else if (const auto* list = value.as_list()) {
    auto* values = out->mutable_list_value();
    for (const base::Value& item : *list) Write(item, values->add_values());
  } else if (value.as_map() != nullptr) {
    *out->mutable_struct_value() = ToStruct(value);
  } else {
    out->set_null_value(google::protobuf::NULL_VALUE);
  }
}

}  // namespace

absl::StatusOr<base::Value> FromStruct(const Struct& source, const base::JsonLimits& limits) {
  Reader reader(limits);
  base::Value value = reader.Read(source, 1);
  if (!reader.status().ok()) return reader.status();
  return value;
}

Struct ToStruct(const base::Value& value) {
  Struct out;
  if (const auto* map = value.as_map()) {
    for (const auto& [name, member] : *map) Write(member, &(*out.mutable_fields())[name]);
  }
  return out;
}

}  // namespace usher::ingest
