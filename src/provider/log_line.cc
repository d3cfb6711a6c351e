#include "provider/log_line.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "journey/send_id.h"

namespace usher::provider {
namespace {

constexpr absl::string_view kStart = "{\"send_id\":\"";
constexpr std::size_t kIdDigits = 16;

void AppendField(absl::string_view name, absl::string_view value, std::string* line) {
  absl::StrAppend(line, ",\"", name, "\":");
  base::AppendJsonString(value, line);
}

}  // namespace

std::string LogLine(const journey::Message& message) {
  std::string line = absl::StrCat(kStart, journey::SendIdText(message.send_id),
                                  "\",\"attempt\":", message.attempt);
  AppendField(message.customer.anonymous() ? "anonymous_id" : "customer_id",
              message.customer.name(), &line);
  AppendField("channel", customer::ChannelName(message.channel), &line);
  AppendField("address", message.address, &line);
  if (!message.more_addresses.empty()) {
    absl::StrAppend(&line, ",\"more_addresses\":[");
    absl::string_view before;
    for (const std::string& address : message.more_addresses) {
      absl::StrAppend(&line, before);
      base::AppendJsonString(address, &line);
      before = ",";
    }
    absl::StrAppend(&line, "]");
  }
  AppendField("category", message.category, &line);
  absl::StrAppend(&line, ",\"content\":{");
  absl::string_view separator;
  for (const auto& [part, text] : message.content) {
    absl::StrAppend(&line, separator);
    base::AppendJsonString(part, &line);
    absl::StrAppend(&line, ":");
    base::AppendJsonString(text, &line);
    separator = ",";
  }
  absl::StrAppend(&line, "}");
  AppendField("journey", message.journey, &line);
  AppendField("step", message.step, &line);
  if (!message.key.empty()) AppendField("key", message.key, &line);
  AppendField("time", absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", message.at, absl::UTCTimeZone()),
              &line);
  absl::StrAppend(&line, "}\n");
  return line;
}

std::optional<std::uint64_t> SendIdOfLine(absl::string_view line) {
  if (!absl::StartsWith(line, kStart)) return std::nullopt;
  std::uint64_t id = 0;
  if (!absl::SimpleHexAtoi(line.substr(kStart.size(), kIdDigits), &id)) return std::nullopt;
  return id;
}

}  // namespace usher::provider
