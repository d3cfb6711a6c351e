#pragma once

#include "absl/types/span.h"

#include "liquid/filters.h"

namespace usher::liquid {

// Filters that put a list in order.
absl::Span<const Filter> SortFilters();

}  // namespace usher::liquid
