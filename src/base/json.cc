#include "base/json.h"

#include <charconv>
#include <cmath>

#include "absl/strings/str_cat.h"

#include "simdjson.h"

namespace usher::base {
namespace {

namespace dom = simdjson::dom;

Value Convert(dom::element element);

Value ConvertArray(dom::array array) {
  Value::List list;
  list.reserve(array.size());
  for (dom::element item : array) list.push_back(Convert(item));
  return Value(std::move(list));
}

Value ConvertObject(dom::object object) {
  Value::Map map;
  map.reserve(object.size());
  Value result(std::move(map));
  for (const auto& field : object) {
    result.Set(absl::string_view(field.key.data(), field.key.size()), Convert(field.value));
  }
  return result;
}

Value Convert(dom::element element) {
  switch (element.type()) {
    case dom::element_type::ARRAY:
      return ConvertArray(dom::array(element));
    case dom::element_type::OBJECT:
      return ConvertObject(dom::object(element));
    case dom::element_type::INT64:
      return Value(std::int64_t(element));
    case dom::element_type::UINT64:
      return Value(static_cast<double>(std::uint64_t(element)));
    case dom::element_type::DOUBLE:
      return Value(double(element));
    case dom::element_type::STRING:
      return Value(std::string(std::string_view(element)));
    case dom::element_type::BOOL:
      return Value(bool(element));
    case dom::element_type::NULL_VALUE:
      break;
  }
  return Value();
}

absl::Status ParseError(simdjson::error_code code, const JsonLimits& limits) {
  switch (code) {
    case simdjson::DEPTH_ERROR:
      return absl::InvalidArgumentError(
          absl::StrCat("JSON is nested deeper than ", limits.depth_max, " levels"));
    case simdjson::UTF8_ERROR:
      return absl::InvalidArgumentError("JSON is not valid UTF-8");
    case simdjson::EMPTY:
      return absl::InvalidArgumentError("JSON is empty; write {} for no properties");
    default:
      return absl::InvalidArgumentError(
          absl::StrCat("not valid JSON: ", simdjson::error_message(code)));
  }
}

// What it gives is valid until this thread parses again.
absl::StatusOr<dom::element> Parse(absl::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes_max) {
    return absl::InvalidArgumentError(absl::StrCat("JSON has ", text.size(), " bytes; at most ",
                                                   limits.bytes_max, " are allowed"));
  }
  // Allocating the parser dominates small texts; each thread keeps one, grown to the largest text.
  thread_local dom::parser parser;
  // The parser counts the innermost value as a level of its own.
  const auto depth = static_cast<std::size_t>(limits.depth_max) + 1;
  if (parser.max_depth() != depth) {
    const auto error = parser.allocate(std::max(parser.capacity(), text.size()), depth);
    if (error != simdjson::SUCCESS) return ParseError(error, limits);
  }
  dom::element root;
  const auto error = parser.parse(text.data(), text.size()).get(root);
  if (error != simdjson::SUCCESS) return ParseError(error, limits);
  return root;
}

// Length of the well-formed UTF-8 sequence at the start of `text`, or 0 (RFC 3629).
std::size_t Utf8Length(absl::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto tail = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (!tail(1) || !tail(2)) return 0;
    if (lead == 0xE0 && byte(1) < 0xA0) return 0;
    if (lead == 0xED && byte(1) > 0x9F) return 0;
    return 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (!tail(1) || !tail(2) || !tail(3)) return 0;
    if (lead == 0xF0 && byte(1) < 0x90) return 0;
    if (lead == 0xF4 && byte(1) > 0x8F) return 0;
    return 4;
  }
  return 0;
}

void AppendEscaped(char c, std::string* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"':
      out->append("\\\"");
      return;
    case '\\':
      out->append("\\\\");
      return;
    case '\n':
      out->append("\\n");
      return;
    case '\r':
      out->append("\\r");
      return;
    case '\t':
      out->append("\\t");
      return;
    default:
      out->append("\\u00");
      out->push_back(kHex[(c >> 4) & 0xF]);
      out->push_back(kHex[c & 0xF]);
  }
}

void AppendDouble(double number, std::string* out) {
  if (!std::isfinite(number)) {
    out->append("null");
    return;
  }
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof(buffer), number).ptr;
  out->append(buffer, end);
}

void Append(const Value& value, std::string* out) {
  if (const bool* b = value.as_bool()) {
    out->append(*b ? "true" : "false");
  } else if (const std::int64_t* i = value.as_int()) {
    absl::StrAppend(out, *i);
  } else if (const double* d = value.as_double()) {
    AppendDouble(*d, out);
  } else if (const std::string* s = value.as_string()) {
    AppendJsonString(*s, out);
  } else if (const Value::List* list = value.as_list()) {
    out->push_back('[');
    const char* separator = "";
    for (const Value& item : *list) {
      out->append(separator);
      Append(item, out);
      separator = ",";
    }
    out->push_back(']');
  } else if (const Value::Map* map = value.as_map()) {
    out->push_back('{');
    const char* separator = "";
    for (const auto& [name, member] : *map) {
      out->append(separator);
      AppendJsonString(name, out);
      out->push_back(':');
      Append(member, out);
      separator = ",";
    }
    out->push_back('}');
  } else {
    out->append("null");
  }
}

}  // namespace

absl::StatusOr<Value> ParseJson(absl::string_view text, const JsonLimits& limits) {
  const absl::StatusOr<dom::element> root = Parse(text, limits);
  if (!root.ok()) return root.status();
  return Convert(*root);
}

absl::Status CheckJsonObject(absl::string_view text, const JsonLimits& limits) {
  const absl::StatusOr<dom::element> root = Parse(text, limits);
  if (!root.ok()) return root.status();
  if (!root->is_object()) return absl::InvalidArgumentError("must be a JSON object");
  return absl::OkStatus();
}

std::string ToJson(const Value& value) {
  std::string out;
  Append(value, &out);
  return out;
}

void AppendJsonString(absl::string_view text, std::string* out) {
  out->push_back('"');
  while (!text.empty()) {
    const char c = text[0];
    if (static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\') {
      AppendEscaped(c, out);
      text.remove_prefix(1);
      continue;
    }
    const std::size_t length = Utf8Length(text);
    if (length == 0) {
      out->append("\xEF\xBF\xBD");
      text.remove_prefix(1);
    } else {
      out->append(text.data(), length);
      text.remove_prefix(length);
    }
  }
  out->push_back('"');
}

}  // namespace usher::base
