#pragma once

#include "absl/types/span.h"

#include "liquid/filters.h"

namespace usher::liquid {

// Filters on texts.
absl::Span<const Filter> TextFilters();

}  // namespace usher::liquid
