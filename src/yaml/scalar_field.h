#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

#include "yaml/document.h"

namespace usher::yaml {

// Types the scalar by `field`, which holds no message, and stores it: sets a singular field,
// appends to a repeated one. The quoting style makes no difference. An error is a message for the
// author.
absl::Status StoreScalar(const Node& scalar, const google::protobuf::FieldDescriptor& field,
                         google::protobuf::Message* message);

// "expected a whole number" and the like, for a field given as something that is no scalar.
std::string ExpectedScalar(const google::protobuf::FieldDescriptor& field);

}  // namespace usher::yaml
