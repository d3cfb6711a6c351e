#include "cli/yaml_writer.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "base/json.h"

namespace usher::cli {
namespace {

using base::Value;

constexpr std::array<absl::string_view, 9> kReserved = {"null", "true", "false", "yes", "no",
                                                        "on",   "off",  "y",     "n"};

// Only texts that begin with a letter and hold nothing YAML could read as syntax stay bare.
bool IsPlain(absl::string_view text) {
  if (text.empty() || !absl::ascii_isalpha(static_cast<unsigned char>(text.front()))) return false;
  if (text.back() == ' ' || text.back() == ':') return false;
  if (absl::StrContains(text, ": ") || absl::StrContains(text, " #")) return false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (!absl::ascii_isalnum(byte) && !absl::StrContains(" _-./:@()%+", c)) return false;
  }
  const std::string lower = absl::AsciiStrToLower(text);
  return std::find(kReserved.begin(), kReserved.end(), lower) == kReserved.end();
}

// A JSON string is a YAML double-quoted scalar.
std::string Scalar(const Value& value) {
  const std::string* text = value.as_string();
  if (text != nullptr && IsPlain(*text)) return *text;
  return base::ToJson(value);
}

bool IsBlock(const Value& value) {
  return (value.as_list() != nullptr && !value.as_list()->empty()) ||
         (value.as_map() != nullptr && !value.as_map()->empty());
}

// Writes a list or map that is not empty. Its first line is already indented.
void AppendBlock(const Value& value, int indent, std::string* out) {
  const std::string margin(static_cast<std::size_t>(indent), ' ');
  absl::string_view first_margin = "";
  if (const Value::List* list = value.as_list()) {
    for (const Value& item : *list) {
      absl::StrAppend(out, first_margin, "- ");
      first_margin = margin;
      if (IsBlock(item)) {
        AppendBlock(item, indent + 2, out);
      } else {
        absl::StrAppend(out, Scalar(item), "\n");
      }
    }
    return;
  }
  for (const auto& [name, member] : *value.as_map()) {
    absl::StrAppend(out, first_margin, Scalar(Value(name)), ":");
    first_margin = margin;
    if (!IsBlock(member)) {
      absl::StrAppend(out, " ", Scalar(member), "\n");
      continue;
    }
    // Lists stand under their name without further indentation, maps with it.
    const int inner = member.as_list() != nullptr ? indent : indent + 2;
    absl::StrAppend(out, "\n", std::string(static_cast<std::size_t>(inner), ' '));
    AppendBlock(member, inner, out);
  }
}

}  // namespace

std::string ToYaml(const Value& value) {
  if (!IsBlock(value)) return absl::StrCat(Scalar(value), "\n");
  std::string out;
  AppendBlock(value, 0, &out);
  return out;
}

}  // namespace usher::cli
