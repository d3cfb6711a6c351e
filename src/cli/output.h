#pragma once

#include <optional>
#include <ostream>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"

namespace usher::cli {

// What -o chooses.
enum class OutputFormat { kTable, kWide, kJson, kYaml, kName };

std::optional<OutputFormat> ParseOutputFormat(absl::string_view name);

// Whether fields that hold their default value are written too. Scripts like them to be there;
// definitions are easier to read without.
enum class Defaults { kShow, kHide };

// Protobuf's JSON with the field names of the .proto files, indented, ending in a newline.
std::string MessageToJson(const google::protobuf::Message& message, Defaults defaults);

// The same as YAML.
std::string MessageToYaml(const google::protobuf::Message& message, Defaults defaults);

// Writes `message` when `format` is JSON or YAML, and says whether it was. YAML starts with "---",
// so that several messages make a stream of documents.
bool PrintStructured(const google::protobuf::Message& message, OutputFormat format,
                     Defaults defaults, std::ostream* out);

// UTC to the second, such as 2024-05-01T10:00:00Z; empty for a time not set.
std::string TimeText(const google::protobuf::Timestamp& time);

}  // namespace usher::cli
