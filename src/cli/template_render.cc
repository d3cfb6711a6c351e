#include <string>
#include <variant>

#include "absl/strings/str_cat.h"

#include "base/sms.h"
#include "cli/input_file.h"
#include "cli/rpc_error.h"
#include "cli/template_commands.h"
#include "cli/template_setting.h"

namespace usher::cli {
namespace {

absl::StatusOr<base::Value> ReadData(const std::string& data, const Console& console) {
  std::string text = data;
  if (data.starts_with('@')) {
    auto read = ReadWhole(data.substr(1), console);
    if (!read.ok()) return read.status();
    text = *std::move(read);
  }
  auto json = ParseTemplateJson(text);
  if (json.ok() && json->as_map() != nullptr) return json;
  return absl::InvalidArgumentError(
      absl::StrCat("--data: ", json.ok() ? "an object is expected, such as {\"event\": {}}"
                                         : std::string(json.status().message())));
}

ExitCode Failed(const std::string& message, const Session& session) {
  PrintError(message, session.console);
  return kFailure;
}

// "segments of SMS: 2, units of GSM-7: 171".
std::string SizeText(const base::SmsSize& size) {
  std::string text = absl::StrCat("segments of SMS: ", size.segments, ", units of ",
                                  base::SmsEncodingName(size.encoding), ": ", size.units);
  if (!size.forced_by.empty()) absl::StrAppend(&text, ", because of \"", size.forced_by, "\"");
  return text;
}

}  // namespace

ExitCode RenderTemplate(const Session& session, const TemplateOptions& options,
                        const std::string& file, const std::string& data) {
  const auto text = ReadWhole(file, session.console);
  if (!text.ok()) return Failed(std::string(text.status().message()), session);
  const auto values = ReadData(data, session.console);
  if (!values.ok()) return Failed(std::string(values.status().message()), session);
  const auto setting = MakeTemplateSetting(options, session.console);
  if (!setting.ok()) return Failed(std::string(setting.status().message()), session);

  const std::string shown = file == "-" ? "<stdin>" : file;
  const auto compiled = liquid::Template::Compile(*text, setting->compile);
  if (const auto* error = std::get_if<liquid::Error>(&compiled)) {
    return Failed(absl::StrCat(shown, ":", liquid::FormatError(*error)), session);
  }
  liquid::Error error;
  const auto output = std::get<liquid::Template>(compiled).Render(*values, setting->render, &error);
  if (!output.ok()) {
    return Failed(absl::StrCat(shown, ":", liquid::FormatError(error)), session);
  }
  *session.console.out << *output;
  if (options.channel == "sms") {
    *session.console.err << SizeText(base::MeasureSms(*output)) << "\n";
  }
  return kOk;
}

}  // namespace usher::cli
