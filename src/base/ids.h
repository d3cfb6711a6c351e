#pragma once

#include <compare>
#include <string>
#include <utility>

namespace usher::base {

// A textual identifier that cannot be confused with another kind of identifier.
template <class Tag>
struct Id {
  std::string value;

  friend auto operator<=>(const Id&, const Id&) = default;
  template <class H>
  friend H AbslHashValue(H h, const Id& id) {
    return H::combine(std::move(h), id.value);
  }
};

// A shop's own name for a customer: 1 to 256 bytes of UTF-8 without control characters.
using CustomerId = Id<struct CustomerTag>;
// A journey's name as its author wrote it: lower-case words joined by hyphens, 1 to 64 bytes.
using JourneyId = Id<struct JourneyTag>;

}  // namespace usher::base
