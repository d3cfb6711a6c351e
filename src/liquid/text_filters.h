#pragma once

#include "absl/types/span.h"

#include "liquid/filters.h"

namespace usher::liquid {

// Filters on text: case, white space, replacing, escaping.
absl::Span<const Filter> TextFilters();

}  // namespace usher::liquid
