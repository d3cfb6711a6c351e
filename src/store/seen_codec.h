#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "customer/record.h"

// Event ids seen, as they are stored: 11 bytes for most. Of each, the latest first: the hash of the
// id (8 bytes) and of the payload (2), both little-endian; a base-128 varint, least group first, of
// twice the seconds that it is before the one told before it, plus one if it started runs; then
// their number, a varint. The first is told from the record's last time, in seconds rounded up.
namespace usher::store {

// Replaces what is in `packed`.
void PackSeen(const std::vector<customer::SeenEvent>& seen, absl::Time last_at,
              std::string* packed);

// The inverse; false when the bytes cannot come from PackSeen().
bool UnpackSeen(absl::string_view packed, absl::Time last_at,
                std::vector<customer::SeenEvent>* seen);

}  // namespace usher::store
