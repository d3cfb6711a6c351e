#pragma once

#include "absl/types/span.h"

#include "liquid/filters.h"

namespace usher::liquid {

// Filters for HTML.
absl::Span<const Filter> HtmlFilters();

}  // namespace usher::liquid
