#include "liquid/filters.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"

#include "liquid/any_filters.h"
#include "liquid/code_filters.h"
#include "liquid/date_filter.h"
#include "liquid/html_filters.h"
#include "liquid/list_filters.h"
#include "liquid/number_filters.h"
#include "liquid/replace_filters.h"
#include "liquid/select_filters.h"
#include "liquid/shop_filters.h"
#include "liquid/sort_filters.h"
#include "liquid/text_filters.h"

namespace usher::liquid {
namespace {

// Every table of filters; a new family is one more entry.
const std::array<absl::Span<const Filter>, 11>& Tables() {
  static const std::array<absl::Span<const Filter>, 11> kTables = {
      AnyFilters(),  CodeFilters(),   DateFilters(),    HtmlFilters(),
      ListFilters(), NumberFilters(), ReplaceFilters(), SelectFilters(),
      ShopFilters(), SortFilters(),   TextFilters()};
  return kTables;
}

}  // namespace

absl::string_view FilterCall::Text(std::size_t index, absl::string_view otherwise,
                                   std::string* buffer) const {
  return Has(index) ? TextOf(positional[index], buffer) : otherwise;
}

Number FilterCall::NumberAt(std::size_t index) const {
  return Has(index) ? NumberOf(positional[index].value()) : Number();
}

std::optional<std::int64_t> FilterCall::Integer(std::size_t index, std::int64_t otherwise) const {
  if (!Has(index)) return otherwise;
  const std::optional<std::int64_t> whole = ToInteger(positional[index].value());
  if (!whole.has_value()) {
    std::string buffer;
    Fail(absl::StrCat("\"", TextOf(positional[index], &buffer), "\" is no whole number"));
  }
  return whole;
}

const Datum* FilterCall::Named(absl::string_view name) const {
  for (const auto& [key, value] : named) {
    if (key == name) return &value;
  }
  return nullptr;
}

absl::string_view FilterCall::NamedText(absl::string_view name, absl::string_view otherwise,
                                        std::string* buffer) const {
  const Datum* datum = Named(name);
  return datum != nullptr && !datum->is_nil() ? TextOf(*datum, buffer) : otherwise;
}

Datum FilterCall::Fail(absl::string_view message) const {
  context->Fail(place, message);
  return Datum();
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

Datum TextDatum(std::string text, Datum::Safe safe) {
  return Datum(base::Value(std::move(text)), safe);
}

}  // namespace usher::liquid
