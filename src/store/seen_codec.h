#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "customer/seen_events.h"

// Event ids seen, as they are stored: 11 bytes for most. Of each, the latest first: the hash of the
// id (8 bytes) and of the payload (2), both little-endian; a base-128 varint, least group first, of
// twice the seconds that it is before the one told before it, plus one if it started runs; then
// their number, a varint. The first is told from a moment that both sides know.
namespace usher::store {

// Appends to `packed`. `latest_s`: seconds since the Unix epoch, of the moment.
void PackSeen(absl::Span<const customer::SeenEvent> seen, std::uint32_t latest_s,
              std::string* packed);

// The inverse, which appends to `seen`; false when the bytes cannot come from PackSeen().
bool UnpackSeen(absl::string_view packed, std::uint32_t latest_s,
                std::vector<customer::SeenEvent>* seen);

}  // namespace usher::store
