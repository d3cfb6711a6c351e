#include "cli/output.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/protobuf/util/json_util.h"

#include "base/json.h"
#include "cli/yaml_writer.h"

namespace usher::cli {

std::optional<OutputFormat> ParseOutputFormat(absl::string_view name) {
  if (name == "table") return OutputFormat::kTable;
  if (name == "wide") return OutputFormat::kWide;
  if (name == "json") return OutputFormat::kJson;
  if (name == "yaml") return OutputFormat::kYaml;
  if (name == "name") return OutputFormat::kName;
  return std::nullopt;
}

std::string MessageToJson(const google::protobuf::Message& message, Defaults defaults) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = defaults == Defaults::kShow;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  // Fails only for times outside the years 1 to 9999 and the like.
  if (!status.ok()) return absl::StrCat("\"", status.ToString(), "\"\n");
  return json;
}

std::string MessageToYaml(const google::protobuf::Message& message, Defaults defaults) {
  const std::string json = MessageToJson(message, defaults);
  const auto value = base::ParseJson(json, {.bytes_max = json.size(), .depth_max = 256});
  if (!value.ok()) return absl::StrCat("# ", value.status().message(), "\n");
  return ToYaml(*value);
}

bool PrintStructured(const google::protobuf::Message& message, OutputFormat format,
                     Defaults defaults, std::ostream* out) {
  switch (format) {
    case OutputFormat::kJson:
      *out << MessageToJson(message, defaults);
      return true;
    case OutputFormat::kYaml:
      *out << "---\n" << MessageToYaml(message, defaults);
      return true;
    case OutputFormat::kTable:
    case OutputFormat::kWide:
    case OutputFormat::kName:
      return false;
  }
  return false;
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0 && time.nanos() == 0) return "";
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

}  // namespace usher::cli
