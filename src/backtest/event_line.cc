#include "backtest/event_line.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "backtest/padded_text.h"
#include "base/nearest.h"
#include "simdjson.h"

namespace usher::backtest {
namespace {

namespace ondemand = simdjson::ondemand;

// What a gateway takes.
constexpr std::size_t kEventIdBytesMax = 128;
constexpr std::size_t kEventNameBytesMax = 128;
constexpr std::size_t kCustomerIdBytesMax = 256;
constexpr std::size_t kPropertiesBytesMax = 256 * 1024;
constexpr std::size_t kPropertiesDepthMax = 32;
constexpr std::int64_t kEarliestMs = 946'684'800'000;  // 2000-01-01

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

absl::Status Fault(absl::string_view member, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(member, ": ", what));
}

absl::Status NotJson(simdjson::error_code code) {
  return absl::InvalidArgumentError(
      absl::StrCat("not a JSON object: ", simdjson::error_message(code)));
}

absl::Status UnknownMember(const std::string& name) {
  static const std::vector<std::string> kMembers = {"id",   "customer_id", "anonymous_id",
                                                    "name", "time",        "properties"};
  const std::string nearest = base::Nearest(name, kMembers);
  return Fault(name, absl::StrCat("not a member of an event",
                                  nearest.empty() ? "" : "; did you mean ", nearest));
}

// Reads `width` digits at `at`; less than 0 if they are none.
int Digits(absl::string_view text, std::size_t at, std::size_t width) {
  int number = 0;
  for (std::size_t i = at; i < at + width; ++i) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) return -1;
    number = number * 10 + (text[i] - '0');
  }
  return number;
}

// The form that nearly all times have, "2026-03-01T12:34:56.789Z" with or without the fraction;
// less than 0 if it is another, or no time at all.
std::int64_t ReadCommonTime(absl::string_view text) {
  const bool fraction = text.size() == 24 && text[19] == '.';
  if (!fraction && text.size() != 20) return -1;
  if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text.back() != 'Z') {
    return -1;
  }
  const int year = Digits(text, 0, 4), month = Digits(text, 5, 2), day = Digits(text, 8, 2);
  const int hour = Digits(text, 11, 2), minute = Digits(text, 14, 2), second = Digits(text, 17, 2);
  const int milliseconds = fraction ? Digits(text, 20, 3) : 0;
  if (year < 2000 || month < 1 || month > 12 || day < 1 || day > 28 || hour < 0 || hour > 23 ||
      minute < 0 || minute > 59 || second < 0 || second > 59 || milliseconds < 0) {
    return -1;  // also the last days of a month, which need a calendar
  }
  const auto days = absl::CivilDay(year, month, day) - absl::CivilDay(1970, 1, 1);
  return (((std::int64_t{days} * 24 + hour) * 60 + minute) * 60 + second) * 1000 + milliseconds;
}

absl::Status CheckText(absl::string_view member, absl::string_view text, std::size_t bytes_max) {
  if (text.size() > bytes_max) {
    return Fault(member, absl::StrCat("has ", text.size(), " bytes; at most ", bytes_max));
  }
  const bool control = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  return control ? Fault(member, "must not contain control characters") : absl::OkStatus();
}

class LineReader {
 public:
  explicit LineReader(TextStore* texts) : texts_(texts) {}

  absl::Status Read(absl::string_view json) {
    // Allocating the parser dominates short lines, so each thread keeps one.
    thread_local ondemand::parser parser;
    ondemand::document document;
    ondemand::object object;
    const simdjson::padded_string_view line(json.data(), json.size(), json.size() + kPaddingBytes);
    if (const auto e = parser.iterate(line).get(document)) return NotJson(e);
    if (const auto e = document.get_object().get(object)) return NotJson(e);
    for (auto member : object) {
      ondemand::field field;
      if (const auto e = std::move(member).get(field)) return NotJson(e);
      std::string_view name;
      if (const auto e = field.unescaped_key().get(name)) return NotJson(e);
      if (auto status = SetMember(name, field.value()); !status.ok()) return status;
    }
    // A location can be named only while something is left.
    if (document.current_location().error() == simdjson::SUCCESS) {
      return absl::InvalidArgumentError("more than one JSON value on the line");
    }
    if (!has_time_) return Fault("time", "missing; when did it happen?");
    return CheckEventLine(event_);
  }

  const EventLine& event() const { return event_; }

 private:
  absl::Status SetMember(std::string_view name, ondemand::value value) {
    bool null = false;
    if (value.is_null().get(null) == simdjson::SUCCESS && null) return absl::OkStatus();
    if (name == "properties") return SetProperties(value);
    if (name == "time") {
      absl::string_view text;
      if (auto status = ReadText("time", value, &text); !status.ok()) return status;
      const auto time = ReadTime(text);
      if (!time.ok()) return time.status();
      event_.time_ms = *time;
      has_time_ = true;
      return absl::OkStatus();
    }
    if (name == "id") return ReadText("id", value, &event_.id);
    if (name == "customer_id") return ReadText("customer_id", value, &event_.customer_id);
    if (name == "anonymous_id") return ReadText("anonymous_id", value, &event_.anonymous_id);
    if (name == "name") return ReadText("name", value, &event_.name);
    return UnknownMember(std::string(name));
  }

  absl::Status ReadText(absl::string_view member, ondemand::value value, absl::string_view* out) {
    const absl::string_view token =
        absl::StripTrailingAsciiWhitespace(View(value.raw_json_token()));
    const bool plain = token.size() >= 2 && token.front() == '"' && token.back() == '"' &&
                       token.find('\\') == absl::string_view::npos;
    std::string_view unescaped;
    if (value.get_string().get(unescaped) != simdjson::SUCCESS) {
      return Fault(member, "must be a JSON string");
    }
    *out = plain ? token.substr(1, token.size() - 2)
                 : absl::string_view(texts_->emplace_back(unescaped));
    return absl::OkStatus();
  }

  absl::Status SetProperties(ondemand::value value) {
    ondemand::object object;
    if (value.get_object().get(object)) return Fault("properties", "must be a JSON object");
    std::string_view raw;
    if (const auto e = object.raw_json().get(raw)) return NotJson(e);
    const absl::string_view text = absl::StripTrailingAsciiWhitespace(View(raw));
    if (text.size() > kPropertiesBytesMax) {
      return Fault("properties", absl::StrCat("has ", text.size(), " bytes; at most ",
                                              kPropertiesBytesMax, " are allowed"));
    }
    // Parsed for real when a journey asks for them; now only to be sure that they can be.
    thread_local simdjson::dom::parser parser;
    if (parser.max_depth() != kPropertiesDepthMax + 1 &&
        parser.allocate(std::max<std::size_t>(parser.capacity(), 4096), kPropertiesDepthMax + 1)) {
      return Fault("properties", "out of memory");
    }
    const auto error = parser.parse(text.data(), text.size(), /*realloc_if_needed=*/false).error();
    if (error == simdjson::DEPTH_ERROR) {
      return Fault("properties",
                   absl::StrCat("nested deeper than ", kPropertiesDepthMax, " levels"));
    }
    if (error) return Fault("properties", simdjson::error_message(error));
    event_.properties = text;
    return absl::OkStatus();
  }

  TextStore* texts_;
  EventLine event_;
  bool has_time_ = false;
};

}  // namespace

absl::StatusOr<EventLine> ReadEventLine(absl::string_view json, TextStore* texts) {
  LineReader reader(texts);
  if (auto status = reader.Read(json); !status.ok()) return status;
  return reader.event();
}

absl::StatusOr<std::int64_t> ReadTime(absl::string_view text) {
  std::int64_t time_ms = ReadCommonTime(text);
  if (time_ms < 0) {
    absl::Time time;
    std::string error;
    if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
      return Fault("time",
                   absl::StrCat("\"", text, "\" is not RFC 3339, such as 2024-05-01T10:00:00Z"));
    }
    time_ms = absl::ToUnixMillis(time);
  }
  if (time_ms < kEarliestMs) return Fault("time", absl::StrCat(text, " is before the year 2000"));
  return time_ms;
}

absl::Status CheckEventLine(const EventLine& event) {
  if (event.id.empty()) return Fault("id", "missing; every event needs one");
  if (event.customer_id.empty() && event.anonymous_id.empty()) {
    return Fault("customer_id", "missing, and there is no anonymous_id either");
  }
  if (event.name.empty()) return Fault("name", "missing; what happened?");
  absl::Status status = CheckText("id", event.id, kEventIdBytesMax);
  status.Update(CheckText("name", event.name, kEventNameBytesMax));
  status.Update(CheckText("customer_id", event.customer_id, kCustomerIdBytesMax));
  status.Update(CheckText("anonymous_id", event.anonymous_id, kCustomerIdBytesMax));
  return status;
}

}  // namespace usher::backtest
