#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace usher::yaml {

// The field written as `name`: its proto name or its lowerCamelCase JSON name; null if none.
const google::protobuf::FieldDescriptor* FindField(const google::protobuf::Descriptor& message,
                                                   absl::string_view name);

// The name an author writes for an enum value: lower case, without the enum's own name in front
// (CHANNEL_IN_APP of Channel is in_app).
std::string AuthorName(const google::protobuf::EnumValueDescriptor& value);

// The value written as `name`: the author's name or the full proto name; null if none.
const google::protobuf::EnumValueDescriptor* FindEnumValue(
    const google::protobuf::EnumDescriptor& type, absl::string_view name);

// "expected a mapping with on, when and key" for a message that was given as something else.
std::string ExpectedMapping(const google::protobuf::Descriptor& message);

// "unknown field ..." and "unknown channel ..." with the nearest valid name, or all if few.
std::string UnknownField(const google::protobuf::Descriptor& message, absl::string_view name);
std::string UnknownEnumValue(const google::protobuf::EnumDescriptor& type, absl::string_view name);

// "one of push, sms and email", or the type's name when there are too many to list.
std::string ExpectedEnum(const google::protobuf::EnumDescriptor& type);

}  // namespace usher::yaml
