#include "liquid/sort_filters.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "liquid/items.h"

namespace usher::liquid {
namespace {

using base::Value;

struct Entry {
  const Value* item;
  const Value* key;
};

// The items with what they are sorted by: themselves, or a property. None when the filter gives nil
// or failed.
std::optional<std::vector<Entry>> EntriesOf(Datum input, FilterCall& call) {
  const bool by_property = call.Has(0) && !call.positional[0].is_nil();
  std::vector<Entry> entries;
  const Items items = ItemsOf(std::move(input), call);
  for (const Value* item : items) {
    if (!by_property) {
      entries.push_back({item, item});
      continue;
    }
    Property property = PropertyOf(*item, call.positional[0].value());
    if (property.kind == Property::Kind::kRefused && items.size() > 1) {
      FailProperty(call.positional[0].value(), call);
    }
    if (property.kind == Property::Kind::kNone) return std::nullopt;
    entries.push_back({item, property.borrowed != nullptr
                                 ? property.borrowed
                                 : call.context->Keep(std::move(property.value))});
  }
  return entries;
}

Datum Sorted(const std::vector<Entry>& entries) {
  Items items;
  for (const Entry& entry : entries) items.push_back(entry.item);
  return ListDatum(items);
}

// Whether all can be compared with one another; nil can with everything.
const Value* FirstUnlike(const std::vector<Entry>& entries, const Value** first) {
  *first = nullptr;
  for (const Entry& entry : entries) {
    if (entry.key->is_null()) continue;
    if (*first == nullptr) *first = entry.key;
    if (!Order(**first, *entry.key).has_value() && !AreEqual(**first, *entry.key)) {
      return entry.key;
    }
  }
  return nullptr;
}

// Nil comes last.
Datum Sort(Datum input, FilterCall& call) {
  std::optional<std::vector<Entry>> entries = EntriesOf(std::move(input), call);
  if (!entries.has_value()) return Datum();
  const Value* first = nullptr;
  if (const Value* unlike = FirstUnlike(*entries, &first)) {
    return call.Fail(
        absl::StrCat("cannot sort ", KindName(*first), " and ",
                     KindName(*unlike) == KindName(*first) ? "another" : KindName(*unlike)));
  }
  std::stable_sort(entries->begin(), entries->end(), [](const Entry& a, const Entry& b) {
    if (a.key->is_null() || b.key->is_null()) return !a.key->is_null() && b.key->is_null();
    return Order(*a.key, *b.key).value_or(0) < 0;
  });
  return Sorted(*entries);
}

// Without regard to the case of ASCII letters; nil comes last.
Datum SortNatural(Datum input, FilterCall& call) {
  std::optional<std::vector<Entry>> entries = EntriesOf(std::move(input), call);
  if (!entries.has_value()) return Datum();
  std::vector<std::pair<std::string, Entry>> folded;
  for (const Entry& entry : *entries) {
    std::string buffer;
    folded.emplace_back(absl::AsciiStrToLower(TextOf(*entry.key, &buffer)), entry);
  }
  std::stable_sort(folded.begin(), folded.end(), [](const auto& a, const auto& b) {
    const bool a_nil = a.second.key->is_null();
    const bool b_nil = b.second.key->is_null();
    return a_nil || b_nil ? !a_nil && b_nil : a.first < b.first;
  });
  for (std::size_t i = 0; i < folded.size(); ++i) (*entries)[i] = folded[i].second;
  return Sorted(*entries);
}

constexpr Filter kFilters[] = {
    {"sort", 0, 1, "", Sort},
    {"sort_natural", 0, 1, "", SortNatural},
};

}  // namespace

absl::Span<const Filter> SortFilters() { return kFilters; }

}  // namespace usher::liquid
