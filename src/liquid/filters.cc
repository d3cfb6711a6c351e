#include "liquid/filters.h"

#include <algorithm>
#include <array>

#include "liquid/date_filter.h"
#include "liquid/list_filters.h"
#include "liquid/number_filters.h"
#include "liquid/text_filters.h"

namespace usher::liquid {
namespace {

// Every table of filters; a new family is one more entry.
const std::array<absl::Span<const Filter>, 4>& Tables() {
  static const std::array<absl::Span<const Filter>, 4> kTables = {TextFilters(), NumberFilters(),
                                                                  ListFilters(), DateFilters()};
  return kTables;
}

}  // namespace

absl::string_view FilterCall::Text(std::size_t index, absl::string_view otherwise,
                                   std::string* buffer) const {
  return index < positional.size() ? TextOf(positional[index].value(), buffer) : otherwise;
}

std::optional<Number> FilterCall::NumberAt(std::size_t index) const {
  if (index >= positional.size()) return std::nullopt;
  return ToNumber(positional[index].value());
}

const Datum* FilterCall::Named(absl::string_view name) const {
  for (const auto& [key, value] : named) {
    if (key == name) return &value;
  }
  return nullptr;
}

const Filter* FindFilter(absl::string_view name) {
  for (const absl::Span<const Filter> table : Tables()) {
    const auto it = std::find_if(table.begin(), table.end(),
                                 [&](const Filter& filter) { return filter.name == name; });
    if (it != table.end()) return &*it;
  }
  return nullptr;
}

std::vector<std::string> FilterNames() {
  std::vector<std::string> names;
  for (const absl::Span<const Filter> table : Tables()) {
    for (const Filter& filter : table) names.emplace_back(filter.name);
  }
  return names;
}

}  // namespace usher::liquid
