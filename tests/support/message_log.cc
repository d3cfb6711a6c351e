#include "tests/support/message_log.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <utility>

#include "base/json.h"

namespace usher::support {
namespace {

std::string Text(const base::Value& line, const char* field) {
  const base::Value* value = line.Find(field);
  return value == nullptr || value->as_string() == nullptr ? "" : *value->as_string();
}

LoggedMessage ParseLine(const std::string& text) {
  const auto line = base::ParseJson(text);
  LoggedMessage message;
  std::string error;
  if (!line.ok() ||
      !absl::ParseTime(absl::RFC3339_full, Text(*line, "time"), &message.time, &error)) {
    std::fprintf(stderr, "no message: %s\n", text.c_str());
    std::abort();
  }
  message.send_id = Text(*line, "send_id");
  message.customer = Text(*line, "customer_id") + Text(*line, "anonymous_id");
  message.channel = Text(*line, "channel");
  message.address = Text(*line, "address");
  message.category = Text(*line, "category");
  message.journey = Text(*line, "journey");
  message.step = Text(*line, "step");
  message.key = Text(*line, "key");
  for (const auto& [name, value] : *line->Find("content")->as_map()) {
    message.content[name] = *value.as_string();
  }
  return message;
}

}  // namespace

std::vector<LoggedMessage> ReadMessageLog(const std::string& path) {
  std::vector<LoggedMessage> messages;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line) && !file.eof();) {
    messages.push_back(ParseLine(line));
  }
  return messages;
}

}  // namespace usher::support
