#include "liquid/items.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace usher::liquid {
namespace {

using base::Value;

void Flatten(const Value::List& list, Items* items) {
  for (const Value& item : list) {
    if (const Value::List* inner = item.as_list()) {
      Flatten(*inner, items);
    } else {
      items->push_back(&item);
    }
  }
}

}  // namespace

Items ItemsOf(Datum input, FilterCall& call) {
  Items items;
  if (input.is_nil()) return items;
  if (const Interval* range = input.range()) {
    Value::List list;
    if (!call.context->Spend(range->size())) return items;
    for (std::uint64_t i = 0; i < range->size(); ++i) list.emplace_back(range->At(i));
    input = Datum(Value(std::move(list)));
  }
  const Datum kept = call.context->Keep(std::move(input));
  if (const Value::List* list = kept.value().as_list()) {
    Flatten(*list, &items);
  } else {
    items.push_back(&kept.value());
  }
  call.context->Spend(items.size());
  return items;
}

Datum ListDatum(const Items& items) {
  Value::List list;
  list.reserve(items.size());
  for (const Value* item : items) list.push_back(*item);
  return Datum(Value(std::move(list)));
}

Property PropertyOf(const Value& item, const Value& name) {
  Property property;
  if (item.as_map() != nullptr) {
    property.kind = Property::Kind::kFound;
    if (const std::string* text = name.as_string()) property.borrowed = item.Find(*text);
  } else if (const std::string* text = item.as_string()) {
    property.kind = Property::Kind::kFound;
    const std::string* part = name.as_string();
    if (part != nullptr && absl::StrContains(*text, *part)) property.value = name;
  } else if (item.as_int() != nullptr) {
    property.kind = Property::Kind::kRefused;
  }
  return property;
}

Datum FailProperty(const Value& name, FilterCall& call) {
  std::string buffer;
  return call.Fail(absl::StrCat("a number has no property \"", TextOf(name, &buffer), "\""));
}

}  // namespace usher::liquid
