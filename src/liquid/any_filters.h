#pragma once

#include "absl/types/span.h"

#include "liquid/filters.h"

namespace usher::liquid {

// Filters on any value.
absl::Span<const Filter> AnyFilters();

}  // namespace usher::liquid
