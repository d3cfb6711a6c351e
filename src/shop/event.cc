#include "shop/event.h"

#include <cstdint>

#include "absl/time/civil_time.h"

#include "base/json.h"

namespace usher::shop {
namespace {

void AppendDigits(std::int64_t value, int width, std::string* out) {
  char digits[20];
  for (int i = width - 1; i >= 0; --i) {
    digits[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out->append(digits, static_cast<std::size_t>(width));
}

void AppendMember(absl::string_view name, absl::string_view text, std::string* out) {
  out->append(",\"");
  out->append(name.data(), name.size());
  out->append("\":");
  base::AppendJsonString(text, out);
}

}  // namespace

void AppendTimestamp(absl::Time time, std::string* out) {
  const absl::TimeZone::CivilInfo info = absl::UTCTimeZone().At(time);
  const absl::CivilSecond& second = info.cs;
  AppendDigits(second.year(), 4, out);
  out->push_back('-');
  AppendDigits(second.month(), 2, out);
  out->push_back('-');
  AppendDigits(second.day(), 2, out);
  out->push_back('T');
  AppendDigits(second.hour(), 2, out);
  out->push_back(':');
  AppendDigits(second.minute(), 2, out);
  out->push_back(':');
  AppendDigits(second.second(), 2, out);
  out->push_back('.');
  AppendDigits(absl::ToInt64Milliseconds(info.subsecond), 3, out);
  out->push_back('Z');
}

void AppendJsonLine(const Event& event, std::string* out) {
  out->append("{\"id\":");
  base::AppendJsonString(event.id, out);
  if (!event.customer_id.empty()) AppendMember("customer_id", event.customer_id, out);
  if (!event.anonymous_id.empty()) AppendMember("anonymous_id", event.anonymous_id, out);
  AppendMember("name", event.name, out);
  out->append(",\"time\":\"");
  AppendTimestamp(event.time, out);
  out->append("\",\"properties\":");
  out->append(event.properties);
  out->append("}\n");
}

}  // namespace usher::shop
