#include "yaml/names.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

#include "base/nearest.h"
#include "yaml/report.h"

namespace usher::yaml {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;

constexpr std::size_t kListedMax = 16;

// ContactClass becomes contact_class.
std::string SnakeCase(absl::string_view camel) {
  std::string snake;
  for (std::size_t i = 0; i < camel.size(); ++i) {
    const auto c = static_cast<unsigned char>(camel[i]);
    if (absl::ascii_isupper(c) && i > 0 &&
        !absl::ascii_isupper(static_cast<unsigned char>(camel[i - 1]))) {
      snake.push_back('_');
    }
    snake.push_back(absl::ascii_tolower(c));
  }
  return snake;
}

std::vector<std::string> FieldNames(const Descriptor& message) {
  std::vector<std::string> names;
  for (int i = 0; i < message.field_count(); ++i) names.push_back(message.field(i)->name());
  return names;
}

// The names worth proposing: "unspecified" is what a field is when nothing is written.
std::vector<std::string> ValueNames(const EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) {
    const std::string name = AuthorName(*type.value(i));
    if (name != "unspecified") names.push_back(name);
  }
  return names;
}

std::string Suggest(absl::string_view name, const std::vector<std::string>& valid) {
  const std::string nearest = base::Nearest(name, valid);
  std::string text = nearest.empty() ? "" : absl::StrCat("; did you mean \"", nearest, "\"?");
  if (valid.empty()) return absl::StrCat(text, "; no names are known here");
  if (valid.size() <= kListedMax) {
    absl::StrAppend(&text, nearest.empty() ? "; " : " ",
                    "(known here: ", absl::StrJoin(valid, ", "), ")");
  }
  return text;
}

}  // namespace

const FieldDescriptor* FindField(const Descriptor& message, absl::string_view name) {
  const std::string text(name);
  if (const FieldDescriptor* field = message.FindFieldByName(text)) return field;
  for (int i = 0; i < message.field_count(); ++i) {
    if (message.field(i)->json_name() == text) return message.field(i);
  }
  return nullptr;
}

std::string AuthorName(const EnumValueDescriptor& value) {
  const std::string name = absl::AsciiStrToLower(value.name());
  const std::string prefix = absl::StrCat(SnakeCase(value.type()->name()), "_");
  absl::string_view rest = name;
  return absl::ConsumePrefix(&rest, prefix) && !rest.empty() ? std::string(rest) : name;
}

const EnumValueDescriptor* FindEnumValue(const EnumDescriptor& type, absl::string_view name) {
  for (int i = 0; i < type.value_count(); ++i) {
    const EnumValueDescriptor* value = type.value(i);
    if (AuthorName(*value) == name || value->name() == name) return value;
  }
  return nullptr;
}

std::string ExpectedMapping(const Descriptor& message) {
  const std::vector<std::string> names = FieldNames(message);
  if (names.empty()) return "expected an empty mapping, {}";
  if (names.size() > kListedMax) return "expected a mapping";
  return absl::StrCat("expected a mapping with ", absl::StrJoin(names, ", "));
}

std::string UnknownField(const Descriptor& message, absl::string_view name) {
  return absl::StrCat("unknown field ", Quote(name), Suggest(name, FieldNames(message)));
}

std::string UnknownEnumValue(const EnumDescriptor& type, absl::string_view name) {
  return absl::StrCat("unknown ", absl::StrReplaceAll(SnakeCase(type.name()), {{"_", " "}}), " ",
                      Quote(name), Suggest(name, ValueNames(type)));
}

std::string ExpectedEnum(const EnumDescriptor& type) {
  const std::vector<std::string> names = ValueNames(type);
  if (names.size() > kListedMax) {
    return absl::StrCat("expected a ", absl::StrReplaceAll(SnakeCase(type.name()), {{"_", " "}}));
  }
  return absl::StrCat("expected one of ", absl::StrJoin(names, ", "));
}

}  // namespace usher::yaml
