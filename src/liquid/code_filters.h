#pragma once

#include "absl/types/span.h"

#include "liquid/filters.h"

namespace usher::liquid {

// Filters that encode and decode.
absl::Span<const Filter> CodeFilters();

}  // namespace usher::liquid
