#pragma once

#include "absl/types/span.h"

#include "liquid/filters.h"

namespace usher::liquid {

// Filters of a shop: money, translations, links.
absl::Span<const Filter> ShopFilters();

}  // namespace usher::liquid
