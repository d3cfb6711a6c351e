#include "liquid/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace usher::liquid {
namespace {

using base::Value;

void AppendQuoted(absl::string_view text, std::string* out) {
  static constexpr absl::string_view kEscaped = "\a\b\t\n\v\f\r\x1B\"\\";
  static constexpr absl::string_view kNames = "abtnvfre\"\\";
  static constexpr char kHex[] = "0123456789ABCDEF";
  out->push_back('"');
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (const std::size_t escape = kEscaped.find(c); escape != absl::string_view::npos) {
      out->push_back('\\');
      out->push_back(kNames[escape]);
    } else if (byte < 0x20 || byte == 0x7F) {
      absl::StrAppend(out, "\\x", std::string{kHex[byte >> 4], kHex[byte & 0xF]});
    } else {
      // Ruby would put a value there.
      if (c == '#' && i + 1 < text.size() && absl::StrContains("{$@", text[i + 1])) {
        out->push_back('\\');
      }
      out->push_back(c);
    }
  }
  out->push_back('"');
}

// A value inside a list or map.
void AppendInspected(const Value& value, std::string* out) {
  if (const std::string* s = value.as_string()) return AppendQuoted(*s, out);
  if (value.is_null()) {
    out->append("nil");
  } else {
    AppendText(value, out);
  }
}

void AppendRange(const Interval& range, std::string* out) {
  absl::StrAppend(out, range.first, "..", range.last);
}

}  // namespace

void AppendOutput(const Datum& datum, std::string* out) {
  if (datum.range() != nullptr) return AppendRange(*datum.range(), out);
  AppendOutput(datum.value(), out);
}

void AppendOutput(const Value& value, std::string* out) {
  if (const Value::List* list = value.as_list()) {
    for (const Value& item : *list) AppendOutput(item, out);
  } else {
    AppendText(value, out);
  }
}

void AppendText(const Value& value, std::string* out) {
  if (const std::string* s = value.as_string()) {
    out->append(*s);
  } else if (const std::int64_t* i = value.as_int()) {
    absl::StrAppend(out, *i);
  } else if (const double* d = value.as_double()) {
    AppendFloat(*d, out);
  } else if (const bool* b = value.as_bool()) {
    out->append(*b ? "true" : "false");
  } else if (const Value::List* list = value.as_list()) {
    out->push_back('[');
    for (const Value& item : *list) {
      if (&item != &list->front()) out->append(", ");
      AppendInspected(item, out);
    }
    out->push_back(']');
  } else if (const Value::Map* map = value.as_map()) {
    out->push_back('{');
    for (const auto& member : *map) {
      if (&member != &map->front()) out->append(", ");
      AppendQuoted(member.first, out);
      out->append("=>");
      AppendInspected(member.second, out);
    }
    out->push_back('}');
  }
}

absl::string_view TextOf(const Value& value, std::string* buffer) {
  if (const std::string* s = value.as_string()) return *s;
  buffer->clear();
  AppendText(value, buffer);
  return *buffer;
}

absl::string_view TextOf(const Datum& datum, std::string* buffer) {
  if (datum.range() == nullptr) return TextOf(datum.value(), buffer);
  buffer->clear();
  AppendRange(*datum.range(), buffer);
  return *buffer;
}

void AppendFloat(double number, std::string* out) {
  if (!std::isfinite(number)) {
    out->append(std::isnan(number) ? "NaN" : number < 0 ? "-Infinity" : "Infinity");
    return;
  }
  const double magnitude = std::abs(number);
  const bool fixed = magnitude == 0 || (magnitude >= 1e-4 && magnitude < 1e15);
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof(buffer), number,
                                 fixed ? std::chars_format::fixed : std::chars_format::scientific)
                       .ptr;
  const absl::string_view text(buffer, static_cast<std::size_t>(end - buffer));
  const std::size_t exponent = std::min(text.find('e'), text.size());
  const absl::string_view mantissa = text.substr(0, exponent);
  absl::StrAppend(out, mantissa, absl::StrContains(mantissa, ".") ? "" : ".0",
                  text.substr(exponent));
}

}  // namespace usher::liquid
