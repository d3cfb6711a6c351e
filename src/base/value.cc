#include "base/value.h"

namespace usher::base {

const Value* Value::Find(absl::string_view name) const {
  const Map* map = as_map();
  if (map == nullptr) return nullptr;
  for (const auto& [key, value] : *map) {
    if (absl::string_view(key) == name) return &value;
  }
  return nullptr;
}

void Value::Set(absl::string_view name, Value value) {
  if (as_map() == nullptr) data_ = Map();
  Map& map = *mutable_map();
  for (auto& [key, existing] : map) {
    if (absl::string_view(key) == name) {
      existing = std::move(value);
      return;
    }
  }
  map.emplace_back(std::string(name), std::move(value));
}

}  // namespace usher::base
