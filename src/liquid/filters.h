#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"

#include "liquid/context.h"
#include "liquid/datum.h"
#include "liquid/semantics.h"
#include "liquid/text.h"

namespace usher::liquid {

// One use of a filter while rendering.
struct FilterCall {
  Context* context;
  const Place& place;
  absl::InlinedVector<Datum, 2> positional;
  absl::InlinedVector<std::pair<absl::string_view, Datum>, 1> named;

  bool Has(std::size_t index) const { return index < positional.size(); }
  // Argument `index` as text, or `otherwise` when it was not given; `*buffer` may hold it.
  absl::string_view Text(std::size_t index, absl::string_view otherwise, std::string* buffer) const;
  // Argument `index` as a number; 0 when not given.
  Number NumberAt(std::size_t index) const;
  // Argument `index` as a whole number, or `otherwise` when it was not given. None, and a failure,
  // when it is something else.
  std::optional<std::int64_t> Integer(std::size_t index, std::int64_t otherwise) const;
  const Datum* Named(absl::string_view name) const;
  // The text of a named argument; `otherwise` when it was not given or is nil.
  absl::string_view NamedText(absl::string_view name, absl::string_view otherwise,
                              std::string* buffer) const;
  // Fails the rendering; what the filter then returns does not matter.
  Datum Fail(absl::string_view message) const;
};

// Filter::named of a filter that takes any.
inline constexpr absl::string_view kAnyName = "*";

// What a filter is called, what it takes and what it does.
struct Filter {
  absl::string_view name;
  int arguments_min;
  int arguments_max;
  absl::string_view named;  // the arguments it takes by name, joined by commas
  // The result; a failure is told to call.context.
  Datum (*apply)(Datum input, FilterCall& call);
};

// The filter `name`; null if there is none.
const Filter* FindFilter(absl::string_view name);
// All filters' names, for suggestions.
std::vector<std::string> FilterNames();

// A text as a filter's result.
Datum TextDatum(std::string text, Datum::Safe safe = Datum::kUnsafe);

}  // namespace usher::liquid
