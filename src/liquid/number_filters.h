#pragma once

#include "absl/types/span.h"

#include "liquid/filters.h"

namespace usher::liquid {

// Filters that calculate. Texts that are numbers count as such, everything else as 0.
absl::Span<const Filter> NumberFilters();

}  // namespace usher::liquid
