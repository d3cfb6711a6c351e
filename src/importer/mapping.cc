#include "importer/mapping.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "base/nearest.h"
#include "base/value.h"

namespace usher::importer {
namespace {

using base::Value;

// Reads members of JSON objects and keeps the first thing found wrong.
class MappingReader {
 public:
  explicit MappingReader(absl::string_view file) : file_(file) {}

  const absl::Status& status() const { return status_; }

  void Fail(absl::string_view member, absl::string_view what) {
    if (status_.ok()) {
      status_ = absl::InvalidArgumentError(absl::StrCat(file_, ": ", member, ": ", what));
    }
  }

  void CheckMembers(absl::string_view where, const Value& object,
                    const std::vector<std::string>& known) {
    if (object.as_map() == nullptr) return Fail(where, "must be an object");
    for (const auto& [name, value] : *object.as_map()) {
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      const std::string nearest = base::Nearest(name, known);
      Fail(where,
           absl::StrCat("unknown member \"", name, "\"",
                        nearest.empty() ? absl::StrCat("; known: ", Listed(known))
                                        : absl::StrCat("; did you mean \"", nearest, "\"?")));
    }
  }

  // Sets `text` to the string member `name` of `object`, if there is one.
  void Read(absl::string_view where, const Value& object, absl::string_view name,
            std::string* text) {
    const Value* value = object.Find(name);
    if (value == nullptr) return;
    if (value->as_string() == nullptr || value->as_string()->empty()) {
      return Fail(absl::StrCat(where, ".", name), "must be a string that is not empty");
    }
    *text = *value->as_string();
  }

  TextRule ReadText(const Value& root, absl::string_view name) {
    TextRule rule;
    const Value* value = root.Find(name);
    if (value == nullptr) return rule;
    if (value->as_string() != nullptr) {
      Read("mapping", root, name, &rule.constant);
      return rule;
    }
    CheckMembers(name, *value, {"column"});
    Read(name, *value, "column", &rule.column);
    if (rule.absent()) Fail(name, "must be a string or {\"column\": ...}");
    return rule;
  }

  TimeRule ReadTime(const Value& root) {
    TimeRule rule;
    const Value* value = root.Find("time");
    if (value == nullptr) {
      Fail("time", "missing");
      return rule;
    }
    CheckMembers("time", *value, {"column", "format", "zone"});
    Read("time", *value, "column", &rule.column);
    Read("time", *value, "format", &rule.format);
    Read("time", *value, "zone", &rule.zone);
    if (rule.column.empty()) Fail("time.column", "missing");
    return rule;
  }

  PropertyRule ReadProperty(const std::string& name, const Value& value) {
    const std::string where = absl::StrCat("properties.", name);
    PropertyRule rule{.name = name, .column = ""};
    CheckMembers(where, value, {"column", "type"});
    Read(where, value, "column", &rule.column);
    if (rule.column.empty()) Fail(where + ".column", "missing");
    std::string type = "string";
    Read(where, value, "type", &type);
    if (type == "number") {
      rule.type = PropertyType::kNumber;
    } else if (type == "integer") {
      rule.type = PropertyType::kInteger;
    } else if (type == "boolean") {
      rule.type = PropertyType::kBoolean;
    } else if (type != "string") {
      Fail(where + ".type",
           absl::StrCat("\"", type, "\": must be string, number, integer or boolean"));
    }
    return rule;
  }

 private:
  static std::string Listed(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) absl::StrAppend(&text, text.empty() ? "" : ", ", name);
    return text;
  }

  absl::string_view file_;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<Mapping> ParseMapping(absl::string_view text, absl::string_view file) {
  const absl::StatusOr<Value> root = base::ParseJson(text);
  if (!root.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(file, ": ", root.status().message()));
  }
  MappingReader reader(file);
  reader.CheckMembers("mapping", *root,
                      {"name", "id", "customer_id", "anonymous_id", "time", "properties"});
  Mapping mapping;
  mapping.name = reader.ReadText(*root, "name");
  mapping.id = reader.ReadText(*root, "id");
  mapping.customer_id = reader.ReadText(*root, "customer_id");
  mapping.anonymous_id = reader.ReadText(*root, "anonymous_id");
  mapping.time = reader.ReadTime(*root);
  if (mapping.name.absent()) reader.Fail("name", "missing");
  if (!mapping.id.constant.empty()) reader.Fail("id", "must come from a column");
  if (mapping.customer_id.absent() && mapping.anonymous_id.absent()) {
    reader.Fail("mapping", "needs customer_id or anonymous_id");
  }
  if (const Value* properties = root->Find("properties"); properties != nullptr) {
    if (properties->as_map() == nullptr) {
      reader.Fail("properties", "must be an object");
    } else {
      for (const auto& [name, value] : *properties->as_map()) {
        mapping.properties.push_back(reader.ReadProperty(name, value));
      }
    }
  }
  if (!reader.status().ok()) return reader.status();
  return mapping;
}

}  // namespace usher::importer
