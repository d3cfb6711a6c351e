#include "liquid/select_filters.h"

#include <algorithm>
#include <set>

#include "base/json.h"
#include "liquid/decimal.h"
#include "liquid/items.h"

namespace usher::liquid {
namespace {

using base::Value;

// Which items a test holds for. `whole` says that the filter gives nil, or failed, instead.
struct Chosen {
  std::vector<bool> holds;
  bool whole = false;
};

// The items whose property is equal to the second argument, or true without one.
Chosen Choose(const Items& items, FilterCall& call) {
  Chosen chosen;
  const Value& name = call.positional[0].value();
  const bool compares = call.Has(1) && !call.positional[1].is_nil();
  for (const Value* item : items) {
    const Property property = PropertyOf(*item, name);
    if (property.kind == Property::Kind::kRefused) FailProperty(name, call);
    chosen.whole = chosen.whole || property.kind != Property::Kind::kFound;
    chosen.holds.push_back(compares ? AreEqual(Datum(&property.get()), call.positional[1])
                                    : IsTruthy(property.get()));
  }
  return chosen;
}

template <bool kWanted>
Datum Where(Datum input, FilterCall& call) {
  const Items items = ItemsOf(std::move(input), call);
  const Chosen chosen = Choose(items, call);
  if (chosen.whole) return Datum();
  Items result;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (chosen.holds[i] == kWanted) result.push_back(items[i]);
  }
  return ListDatum(result);
}

// The place of the first item chosen; none where there is no such item. What comes after it does
// not matter.
std::optional<std::size_t> FirstChosen(const Items& items, FilterCall& call, bool* whole) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Chosen chosen = Choose({items[i]}, call);
    *whole = chosen.whole;
    if (chosen.whole) return std::nullopt;
    if (chosen.holds[0]) return i;
  }
  return std::nullopt;
}

Datum Find(Datum input, FilterCall& call) {
  const Items items = ItemsOf(std::move(input), call);
  bool whole = false;
  const std::optional<std::size_t> first = FirstChosen(items, call, &whole);
  return first.has_value() ? Datum(items[*first]) : Datum();
}

Datum FindIndex(Datum input, FilterCall& call) {
  bool whole = false;
  const auto first = FirstChosen(ItemsOf(std::move(input), call), call, &whole);
  return first.has_value() ? Datum(Value(static_cast<std::int64_t>(*first))) : Datum();
}

Datum Has(Datum input, FilterCall& call) {
  bool whole = false;
  const auto first = FirstChosen(ItemsOf(std::move(input), call), call, &whole);
  return whole ? Datum() : Datum(Value(first.has_value()));
}

Datum Map(Datum input, FilterCall& call) {
  const Value& name = call.positional[0].value();
  Items result;
  for (const Value* item : ItemsOf(std::move(input), call)) {
    Property property = PropertyOf(*item, name);
    if (property.kind == Property::Kind::kRefused) return FailProperty(name, call);
    result.push_back(property.borrowed != nullptr ? property.borrowed
                                                  : call.context->Keep(std::move(property.value)));
  }
  return ListDatum(result);
}

// What compact and uniq ask of an item: a property of it, or without an argument the item itself.
Property Asked(const Value& item, FilterCall& call) {
  if (call.Has(0) && !call.positional[0].is_nil())
    return PropertyOf(item, call.positional[0].value());
  return {Property::Kind::kFound, Value(), &item};
}

Datum Compact(Datum input, FilterCall& call) {
  Items result;
  for (const Value* item : ItemsOf(std::move(input), call)) {
    const Property property = Asked(*item, call);
    if (property.kind == Property::Kind::kNone) return Datum();
    if (property.kind == Property::Kind::kRefused) {
      return FailProperty(call.positional[0].value(), call);
    }
    if (!property.get().is_null()) result.push_back(item);
  }
  return ListDatum(result);
}

// The same text for what uniq takes for the same: 1 and 1.0 are not, nor is the order of members.
std::string Identity(const Value& value) {
  const Value::Map* map = value.as_map();
  if (map == nullptr) {
    std::string text;
    AppendText(Value(Value::List{value}), &text);
    return text;
  }
  std::set<std::string> members;
  for (const auto& [name, member] : *map) {
    members.insert(base::ToJson(Value(name)) + Identity(member));
  }
  std::string text = "{";
  for (const std::string& member : members) text += member;
  return text;
}

Datum Uniq(Datum input, FilterCall& call) {
  const Items items = ItemsOf(std::move(input), call);
  // One item needs no comparing, so nothing is asked of it.
  if (items.size() < 2) return ListDatum(items);
  Items result;
  std::set<std::string> seen;
  for (const Value* item : items) {
    const Property property = Asked(*item, call);
    if (property.kind == Property::Kind::kNone) return Datum();
    if (property.kind == Property::Kind::kRefused) {
      return FailProperty(call.positional[0].value(), call);
    }
    if (seen.insert(Identity(property.get())).second) result.push_back(item);
  }
  return ListDatum(result);
}

Datum Sum(Datum input, FilterCall& call) {
  Number sum = Number::Of(std::int64_t{0});
  for (const Value* item : ItemsOf(std::move(input), call)) {
    const Property property = Asked(*item, call);
    if (property.kind == Property::Kind::kNone) continue;
    if (property.kind == Property::Kind::kRefused) {
      return FailProperty(call.positional[0].value(), call);
    }
    Items values;
    if (property.get().as_list() != nullptr) {
      values = ItemsOf(Datum(call.context->Keep(Value(property.get()))), call);
    } else {
      values.push_back(&property.get());
    }
    for (const Value* value : values) sum = Add(sum, NumberOf(*value));
  }
  return Datum(ToValue(sum));
}

constexpr Filter kFilters[] = {
    {"compact", 0, 1, "", Compact}, {"find", 1, 2, "", Find}, {"find_index", 1, 2, "", FindIndex},
    {"has", 1, 2, "", Has},         {"map", 1, 1, "", Map},   {"reject", 1, 2, "", Where<false>},
    {"sum", 0, 1, "", Sum},         {"uniq", 0, 1, "", Uniq}, {"where", 1, 2, "", Where<true>},
};

}  // namespace

absl::Span<const Filter> SelectFilters() { return kFilters; }

}  // namespace usher::liquid
