#pragma once

#include "absl/types/span.h"

#include "liquid/filters.h"

namespace usher::liquid {

// Filters that choose from a list, or from its items.
absl::Span<const Filter> SelectFilters();

}  // namespace usher::liquid
