#include "journey/event_properties.h"

#include <limits>
#include <utility>

#include "base/json.h"

namespace usher::journey {

EventProperties EventProperties::FromJson(std::string object) {
  EventProperties properties;
  properties.json_ = std::move(object);
  return properties;
}

const base::Value& EventProperties::Get() const {
  if (!json_.empty()) {
    // It was within its bounds when it was checked.
    auto parsed = base::ParseJson(json_, {.bytes_max = json_.size(), .depth_max = 1024});
    if (parsed.ok()) value_ = *std::move(parsed);
    json_.clear();
  }
  return value_;
}

}  // namespace usher::journey
