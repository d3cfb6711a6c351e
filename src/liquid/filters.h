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

namespace usher::liquid {

// One use of a filter while rendering.
struct FilterCall {
  Context* context;
  const Place& place;
  absl::InlinedVector<Datum, 2> positional;
  absl::InlinedVector<std::pair<absl::string_view, Datum>, 1> named;

  // Argument `index` as text, or `otherwise` when it was not given; `*buffer` may hold it.
  absl::string_view Text(std::size_t index, absl::string_view otherwise, std::string* buffer) const;
  // Argument `index` as a number; none when not given or no number.
  std::optional<Number> NumberAt(std::size_t index) const;
  const Datum* Named(absl::string_view name) const;
};

// What a filter is called, what it takes and what it does.
struct Filter {
  absl::string_view name;
  int arguments_min;
  int arguments_max;
  absl::string_view named;  // the only argument it takes by name; empty for none
  // The result; a failure is told to call.context.
  Datum (*apply)(Datum input, FilterCall& call);
};

// The filter `name`; null if there is none.
const Filter* FindFilter(absl::string_view name);
// All filters' names, for suggestions.
std::vector<std::string> FilterNames();

}  // namespace usher::liquid
