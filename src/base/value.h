#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"

namespace usher::base {

// A JSON-like datum: what events and profiles carry, and what conditions and templates read.
// Integers that fit 64 bits stay integers, so that identifiers and quantities print as written;
// conditions and templates decide for themselves how numbers compare.
class Value {
 public:
  struct Null {
    friend bool operator==(const Null&, const Null&) { return true; }
  };
  using List = std::vector<Value>;
  // Members in insertion order; names are unique (a later one replaces an earlier one).
  using Map = std::vector<std::pair<std::string, Value>>;

  Value() = default;
  explicit Value(bool value) : data_(value) {}
  explicit Value(std::int64_t value) : data_(value) {}
  explicit Value(double value) : data_(value) {}
  explicit Value(std::string value) : data_(std::move(value)) {}
  explicit Value(const char* value) : data_(std::string(value)) {}
  explicit Value(List value) : data_(std::move(value)) {}
  explicit Value(Map value) : data_(std::move(value)) {}

  bool is_null() const { return std::holds_alternative<Null>(data_); }
  // Each returns null unless the value holds that kind.
  const bool* as_bool() const { return std::get_if<bool>(&data_); }
  const std::int64_t* as_int() const { return std::get_if<std::int64_t>(&data_); }
  const double* as_double() const { return std::get_if<double>(&data_); }
  const std::string* as_string() const { return std::get_if<std::string>(&data_); }
  const List* as_list() const { return std::get_if<List>(&data_); }
  const Map* as_map() const { return std::get_if<Map>(&data_); }
  Map* mutable_map() { return std::get_if<Map>(&data_); }

  // The member `name` of a map; null when this is no map or has no such member.
  const Value* Find(absl::string_view name) const;
  // Sets the member `name`; a value that is no map becomes an empty map first.
  void Set(absl::string_view name, Value value);

  friend bool operator==(const Value&, const Value&) = default;

 private:
  std::variant<Null, bool, std::int64_t, double, std::string, List, Map> data_;
};

}  // namespace usher::base
