#include "yaml/scalar_field.h"

#include <limits>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "yaml/core_schema.h"
#include "yaml/names.h"
#include "yaml/report.h"

namespace usher::yaml {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// `status` says what was expected or what the bounds are; the author also wants to see the value.
absl::Status WithValue(const absl::Status& status, const Node& scalar) {
  return absl::InvalidArgumentError(
      absl::IsOutOfRange(status) ? absl::StrCat(scalar.text, " ", status.message())
                                 : absl::StrCat(status.message(), ", found ", Describe(scalar)));
}

// The two calls reflection wants for one value.
template <class Value, class Argument>
absl::Status Store(void (Reflection::*set)(Message*, const FieldDescriptor*, Argument) const,
                   void (Reflection::*add)(Message*, const FieldDescriptor*, Argument) const,
                   const FieldDescriptor& field, const absl::StatusOr<Value>& value,
                   const Node& scalar, Message* message) {
  if (!value.ok()) return WithValue(value.status(), scalar);
  const Reflection* reflection = message->GetReflection();
  (reflection->*(field.is_repeated() ? add : set))(message, &field, static_cast<Argument>(*value));
  return absl::OkStatus();
}

absl::StatusOr<bool> ParseBool(absl::string_view text) {
  if (const std::optional<bool> value = CoreBool(text)) return *value;
  return absl::InvalidArgumentError("expected true or false");
}

absl::StatusOr<const google::protobuf::EnumValueDescriptor*> ParseEnum(
    const google::protobuf::EnumDescriptor& type, absl::string_view text) {
  if (const auto* value = FindEnumValue(type, text)) return value;
  return absl::NotFoundError("");
}

absl::StatusOr<std::string> ParseText(const FieldDescriptor& field, const std::string& text) {
  if (field.type() == FieldDescriptor::TYPE_STRING) return text;
  std::string bytes;
  if (absl::Base64Unescape(text, &bytes) || absl::WebSafeBase64Unescape(text, &bytes)) return bytes;
  return absl::InvalidArgumentError("expected bytes in base64");
}

}  // namespace

absl::Status StoreScalar(const Node& scalar, const FieldDescriptor& field, Message* message) {
  const std::string& text = scalar.text;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return Store(&Reflection::SetInt32, &Reflection::AddInt32, field,
                   ParseInt(text, std::numeric_limits<std::int32_t>::min(),
                            std::numeric_limits<std::int32_t>::max()),
                   scalar, message);
    case FieldDescriptor::CPPTYPE_INT64:
      return Store(&Reflection::SetInt64, &Reflection::AddInt64, field,
                   ParseInt(text, std::numeric_limits<std::int64_t>::min(),
                            std::numeric_limits<std::int64_t>::max()),
                   scalar, message);
    case FieldDescriptor::CPPTYPE_UINT32:
      return Store(&Reflection::SetUInt32, &Reflection::AddUInt32, field,
                   ParseUint(text, std::numeric_limits<std::uint32_t>::max()), scalar, message);
    case FieldDescriptor::CPPTYPE_UINT64:
      return Store(&Reflection::SetUInt64, &Reflection::AddUInt64, field,
                   ParseUint(text, std::numeric_limits<std::uint64_t>::max()), scalar, message);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Store(&Reflection::SetDouble, &Reflection::AddDouble, field,
                   ParseDouble(text, std::numeric_limits<double>::max()), scalar, message);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return Store(&Reflection::SetFloat, &Reflection::AddFloat, field,
                   ParseDouble(text, static_cast<double>(std::numeric_limits<float>::max())),
                   scalar, message);
    case FieldDescriptor::CPPTYPE_BOOL:
      return Store(&Reflection::SetBool, &Reflection::AddBool, field, ParseBool(text), scalar,
                   message);
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto value = ParseEnum(*field.enum_type(), text);
      if (!value.ok()) {
        return absl::InvalidArgumentError(UnknownEnumValue(*field.enum_type(), text));
      }
      return Store(&Reflection::SetEnum, &Reflection::AddEnum, field, value, scalar, message);
    }
    case FieldDescriptor::CPPTYPE_STRING:
      return Store(&Reflection::SetString, &Reflection::AddString, field, ParseText(field, text),
                   scalar, message);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  return absl::InvalidArgumentError("expected a mapping");
}

std::string ExpectedScalar(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return "expected true or false";
    case FieldDescriptor::CPPTYPE_ENUM:
      return ExpectedEnum(*field.enum_type());
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_STRING ? "expected a string"
                                                          : "expected bytes in base64";
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return "expected a number";
    default:
      return "expected a whole number";
  }
}

}  // namespace usher::yaml
