#pragma once

#include "absl/types/span.h"

#include "liquid/filters.h"

namespace usher::liquid {

// Filters that make, join and take apart lists.
absl::Span<const Filter> ListFilters();

}  // namespace usher::liquid
