#pragma once

#include "absl/types/span.h"

#include "liquid/filters.h"

namespace usher::liquid {

// The filter that shows points in time.
absl::Span<const Filter> DateFilters();

}  // namespace usher::liquid
