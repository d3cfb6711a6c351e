#include "load/event_properties.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "base/json.h"

namespace usher::load {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

// What a whole number must not exceed to be exact in a double.
constexpr double kExactMax = 9007199254740992.0;

void Replace(const std::string& customer, const std::string& event_id, Value* value) {
  if (value->kind_case() == Value::kStringValue) {
    value->set_string_value(absl::StrReplaceAll(value->string_value(),
                                                {{"{customer}", customer}, {"{event}", event_id}}));
  } else if (value->kind_case() == Value::kStructValue) {
    for (auto& [name, member] : *value->mutable_struct_value()->mutable_fields()) {
      Replace(customer, event_id, &member);
    }
  } else if (value->kind_case() == Value::kListValue) {
    for (Value& item : *value->mutable_list_value()->mutable_values()) {
      Replace(customer, event_id, &item);
    }
  }
}

void AppendJson(const Value& value, std::string* out);

// Members sorted by name, for a map has no order and equal seeds must give equal bytes.
void AppendJson(const Struct& properties, std::string* out) {
  std::vector<std::string> names;
  for (const auto& [name, value] : properties.fields()) names.push_back(name);
  std::sort(names.begin(), names.end());
  out->push_back('{');
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out->push_back(',');
    base::AppendJsonString(names[i], out);
    out->push_back(':');
    AppendJson(properties.fields().at(names[i]), out);
  }
  out->push_back('}');
}

void AppendJson(const Value& value, std::string* out) {
  switch (value.kind_case()) {
    case Value::kNullValue:
    case Value::KIND_NOT_SET:
      out->append("null");
      return;
    case Value::kBoolValue:
      out->append(value.bool_value() ? "true" : "false");
      return;
    case Value::kNumberValue: {
      const double number = value.number_value();
      const bool whole = number == std::floor(number) && std::abs(number) < kExactMax;
      out->append(whole ? absl::StrCat(static_cast<std::int64_t>(number))
                        : base::ToJson(base::Value(number)));
      return;
    }
    case Value::kStringValue:
      base::AppendJsonString(value.string_value(), out);
      return;
    case Value::kStructValue:
      AppendJson(value.struct_value(), out);
      return;
    case Value::kListValue:
      out->push_back('[');
      for (int i = 0; i < value.list_value().values_size(); ++i) {
        if (i > 0) out->push_back(',');
        AppendJson(value.list_value().values(i), out);
      }
      out->push_back(']');
      return;
  }
}

std::string Json(const Struct& properties) {
  std::string text;
  AppendJson(properties, &text);
  return text;
}

void Pad(std::size_t bytes, Struct* properties) {
  if (Json(*properties).size() >= bytes) return;
  std::string* pad = (*properties->mutable_fields())["pad"].mutable_string_value();
  pad->clear();
  const std::size_t with_empty_pad = Json(*properties).size();
  if (with_empty_pad < bytes) pad->assign(bytes - with_empty_pad, 'x');
}

}  // namespace

void SetProperties(const Struct& properties, const std::string& customer,
                   const std::string& event_id, const loadtest::v1::Scenario& scenario,
                   v1::Event* event) {
  Value value;
  *value.mutable_struct_value() = properties;
  Replace(customer, event_id, &value);
  Struct* filled = value.mutable_struct_value();
  Pad(scenario.payload_bytes(), filled);
  if (scenario.properties_as() == loadtest::v1::PROPERTIES_FORM_STRUCT) {
    *event->mutable_properties() = *filled;
  } else {
    event->set_properties_json(Json(*filled));
  }
}

}  // namespace usher::load
