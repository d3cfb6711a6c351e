#include "cli/event_lines.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "base/nearest.h"
#include "simdjson.h"

namespace usher::cli {
namespace {

// What a gateway takes; said here already, with the line.
constexpr base::JsonLimits kProperties{.bytes_max = 256 * 1024, .depth_max = 32};

namespace ondemand = simdjson::ondemand;

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

absl::Status NotJson(simdjson::error_code code) {
  return absl::InvalidArgumentError(
      absl::StrCat("not a JSON object: ", simdjson::error_message(code)));
}

absl::Status UnknownMember(const std::string& name) {
  static const std::vector<std::string> kMembers = {"id",   "customer_id", "anonymous_id",
                                                    "name", "time",        "properties"};
  const std::string nearest = base::Nearest(name, kMembers);
  return absl::InvalidArgumentError(absl::StrCat(
      name, ": not a member of an event", nearest.empty() ? "" : "; did you mean ", nearest));
}

absl::Status SetTime(absl::string_view text, PlainEvent* event) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
    return absl::InvalidArgumentError(
        absl::StrCat("time: \"", text, "\" is not RFC 3339, such as 2024-05-01T10:00:00Z"));
  }
  event->time = time;
  return absl::OkStatus();
}

// The bytes are kept as they are; parsing them only tells whether the gateway will take them.
absl::Status SetProperties(ondemand::value value, PlainEvent* event) {
  ondemand::object object;
  if (value.get_object().get(object) != simdjson::SUCCESS) {
    return absl::InvalidArgumentError("properties: must be a JSON object");
  }
  std::string_view raw;
  if (const auto error = object.raw_json().get(raw); error != simdjson::SUCCESS) {
    return NotJson(error);
  }
  const absl::string_view text = absl::StripTrailingAsciiWhitespace(View(raw));
  if (const auto parsed = base::ParseJson(text, kProperties); !parsed.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("properties: ", parsed.status().message()));
  }
  event->properties_json = std::string(text);
  return absl::OkStatus();
}

absl::Status SetMember(const std::string& name, ondemand::value value, PlainEvent* event) {
  bool null = false;
  if (value.is_null().get(null) == simdjson::SUCCESS && null) return absl::OkStatus();
  if (name == "properties") return SetProperties(value, event);

  std::string* target = nullptr;
  if (name == "id") target = &event->id;
  if (name == "customer_id") target = &event->customer_id;
  if (name == "anonymous_id") target = &event->anonymous_id;
  if (name == "name") target = &event->name;
  if (target == nullptr && name != "time") return UnknownMember(name);

  std::string_view text;
  if (value.get_string().get(text) != simdjson::SUCCESS) {
    return absl::InvalidArgumentError(absl::StrCat(name, ": must be a JSON string"));
  }
  if (target == nullptr) return SetTime(View(text), event);
  *target = std::string(text);
  return absl::OkStatus();
}

absl::Status CheckComplete(const PlainEvent& event) {
  if (event.id.empty()) return absl::InvalidArgumentError("id: missing; every event needs one");
  if (event.customer_id.empty() && event.anonymous_id.empty()) {
    return absl::InvalidArgumentError("customer_id: missing, and there is no anonymous_id either");
  }
  if (event.name.empty()) return absl::InvalidArgumentError("name: missing; what happened?");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<PlainEvent> ParseEventLine(absl::string_view json) {
  // Allocating the parser dominates short lines, so each thread keeps one.
  thread_local ondemand::parser parser;
  const simdjson::padded_string padded(json.data(), json.size());
  ondemand::document document;
  ondemand::object object;
  if (const auto e = parser.iterate(padded).get(document); e != simdjson::SUCCESS) {
    return NotJson(e);
  }
  if (const auto e = document.get_object().get(object); e != simdjson::SUCCESS) return NotJson(e);

  PlainEvent event;
  for (auto member : object) {
    ondemand::field field;
    if (const auto e = std::move(member).get(field); e != simdjson::SUCCESS) return NotJson(e);
    std::string_view key;
    if (const auto e = field.unescaped_key().get(key); e != simdjson::SUCCESS) return NotJson(e);
    const std::string name(key);
    if (auto status = SetMember(name, field.value(), &event); !status.ok()) return status;
  }
  // A location can be named only while something is left.
  if (document.current_location().error() == simdjson::SUCCESS) {
    return absl::InvalidArgumentError("more than one JSON value on the line");
  }
  if (auto status = CheckComplete(event); !status.ok()) return status;
  return event;
}

absl::StatusOr<std::optional<PlainEvent>> EventLines::Next() {
  std::string text;
  while (std::getline(*in_, text)) {
    ++line_;
    bytes_read_ += text.size() + 1;
    const absl::string_view json = absl::StripAsciiWhitespace(text);
    if (json.empty()) continue;
    auto event = ParseEventLine(json);
    if (!event.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", line_, ": ", event.status().message()));
    }
    event->line = line_;
    return std::optional<PlainEvent>(*std::move(event));
  }
  return std::optional<PlainEvent>();
}

}  // namespace usher::cli
