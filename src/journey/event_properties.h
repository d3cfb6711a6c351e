#pragma once

#include <string>
#include <utility>

#include "base/value.h"

namespace usher::journey {

// What an event says of itself: a map. Given as JSON, it is parsed when somebody asks for it, for
// most events concern no journey. Used by one thread at a time.
class EventProperties {
 public:
  EventProperties() = default;
  // `map` must be a map. An event may be written with one in its place.
  // NOLINTNEXTLINE(google-explicit-constructor)
  EventProperties(base::Value map) : value_(std::move(map)) {}
  // `object` must have passed base::CheckJsonObject().
  static EventProperties FromJson(std::string object);

  const base::Value& Get() const;

 private:
  mutable std::string json_;  // not parsed yet; or empty
  mutable base::Value value_{base::Value::Map()};
};

}  // namespace usher::journey
