#pragma once

#include "absl/types/span.h"

#include "liquid/filters.h"

namespace usher::liquid {

// Filters on lists, and those that work on any value.
absl::Span<const Filter> ListFilters();

}  // namespace usher::liquid
