#include "journey/event_schema.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "cel/type_text.h"

namespace usher::journey {
namespace {

// What a property is of which nothing is declared.
cel::Type AnyMap() { return cel::Type::Map(cel::Type(cel::Kind::kString), cel::Type()); }

// The type both are, where records join to one with the fields of both.
cel::Type Merge(const cel::Type& a, const cel::Type& b) {
  if (a.fields() == nullptr || b.fields() == nullptr) return a == b ? a : cel::Type();
  cel::Type::Fields fields = *a.fields();
  for (const auto& added : *b.fields()) {
    const auto same = std::find_if(fields.begin(), fields.end(), [&added](const auto& field) {
      return field.first == added.first;
    });
    if (same == fields.end()) {
      fields.push_back(added);
    } else {
      same->second = Merge(same->second, added.second);
    }
  }
  return cel::Type::Record(std::move(fields));
}

}  // namespace

bool EventSchemas::Declare(const std::string& event, absl::string_view property,
                           absl::string_view type, std::string* wrong) {
  Property* at = &events_[event];
  for (absl::string_view name : absl::StrSplit(property, '.')) {
    const bool is_list = absl::ConsumeSuffix(&name, "[]");
    if (name.empty()) {
      *wrong = absl::StrCat("\"", property, "\" is no property; write one like price, cart.total ",
                            "or items[].sku");
      return false;
    }
    const auto [found, is_new] = at->members.try_emplace(std::string(name));
    at = &found->second;
    if (is_new) at->is_list = is_list;
    if (at->has_type || at->is_list != is_list) {
      *wrong = absl::StrCat("\"", property, "\": \"", name, "\" is declared as something else");
      return false;
    }
  }
  if (!at->members.empty()) {
    *wrong = absl::StrCat("\"", property, "\": members of it are declared");
    return false;
  }
  at->has_type = true;
  return cel::ParseType(type, &at->type, wrong);
}

cel::Type EventSchemas::TypeOf(const Property& property) {
  cel::Type type = property.type;
  if (!property.has_type) {
    cel::Type::Fields fields;
    for (const auto& [name, member] : property.members) fields.emplace_back(name, TypeOf(member));
    type = cel::Type::Record(std::move(fields));
  }
  return property.is_list ? cel::Type::List(std::move(type)) : type;
}

cel::Type EventSchemas::TypeOf(const std::vector<std::string>& events) const {
  cel::Type merged = AnyMap();
  for (const std::string& event : events) {
    const auto found = events_.find(event);
    if (found == events_.end()) return AnyMap();
    cel::Type type = TypeOf(found->second);
    merged = event == events.front() ? std::move(type) : Merge(merged, type);
  }
  return merged;
}

}  // namespace usher::journey
