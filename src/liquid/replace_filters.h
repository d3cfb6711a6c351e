#pragma once

#include "absl/types/span.h"

#include "liquid/filters.h"

namespace usher::liquid {

// Filters that replace or remove a part of a text.
absl::Span<const Filter> ReplaceFilters();

}  // namespace usher::liquid
