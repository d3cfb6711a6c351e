#include "store/seen_codec.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace usher::store {
namespace {

constexpr std::size_t kHashBytes = 8;
constexpr std::size_t kFixedBytes = kHashBytes + 2;
constexpr std::size_t kVarintBytesMax = 5;
// Both varints at their longest.
constexpr std::size_t kEntryBytesMax = kFixedBytes + 2 * kVarintBytesMax;

char* PutFixed(std::uint64_t number, std::size_t bytes, char* out) {
  for (std::size_t i = 0; i < bytes; ++i) *out++ = static_cast<char>(number >> (8 * i));
  return out;
}

char* PutVarint(std::uint64_t number, char* out) {
  for (; number >= 0x80; number >>= 7) *out++ = static_cast<char>(number | 0x80);
  *out++ = static_cast<char>(number);
  return out;
}

std::uint64_t TakeFixed(std::size_t bytes, absl::string_view* in) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes; ++i) {
    number |= std::uint64_t{static_cast<std::uint8_t>((*in)[i])} << (8 * i);
  }
  in->remove_prefix(bytes);
  return number;
}

bool TakeVarint(absl::string_view* in, std::uint64_t* number) {
  *number = 0;
  for (std::size_t i = 0; i < kVarintBytesMax && i < in->size(); ++i) {
    const auto byte = static_cast<std::uint8_t>((*in)[i]);
    *number |= std::uint64_t{byte & 0x7fu} << (7 * i);
    if (byte < 0x80) {
      in->remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

// Distances wrap around, so that any order comes back from them.
std::uint32_t SecondsRoundedUp(absl::Time time) {
  return static_cast<std::uint32_t>(
      absl::ToUnixSeconds(time + absl::Seconds(1) - absl::Milliseconds(1)));
}

}  // namespace

void PackSeen(const std::vector<customer::SeenEvent>& seen, absl::Time last_at,
              std::string* packed) {
  packed->resize(seen.size() * kEntryBytesMax);
  char* out = packed->data();
  std::uint32_t later = SecondsRoundedUp(last_at);
  for (auto event = seen.rbegin(); event != seen.rend(); ++event) {
    const bool started = event->runs_entered > 0;
    out = PutFixed(event->id_hash, kHashBytes, out);
    out = PutFixed(event->payload_hash, kFixedBytes - kHashBytes, out);
    out = PutVarint(std::uint64_t{later - event->at_s} << 1 | std::uint64_t{started}, out);
    if (started) out = PutVarint(event->runs_entered, out);
    later = event->at_s;
  }
  packed->resize(static_cast<std::size_t>(out - packed->data()));
}

bool UnpackSeen(absl::string_view packed, absl::Time last_at,
                std::vector<customer::SeenEvent>* seen) {
  seen->clear();
  seen->reserve(packed.size() / kFixedBytes);
  std::uint32_t later = SecondsRoundedUp(last_at);
  while (!packed.empty()) {
    if (packed.size() < kFixedBytes) return false;
    customer::SeenEvent event;
    event.id_hash = TakeFixed(kHashBytes, &packed);
    event.payload_hash = static_cast<std::uint16_t>(TakeFixed(kFixedBytes - kHashBytes, &packed));
    std::uint64_t distance = 0;
    if (!TakeVarint(&packed, &distance)) return false;
    if ((distance & 1) != 0) {
      std::uint64_t runs = 0;
      if (!TakeVarint(&packed, &runs)) return false;
      if (runs == 0 || runs > std::numeric_limits<std::uint16_t>::max()) return false;
      event.runs_entered = static_cast<std::uint16_t>(runs);
    }
    later -= static_cast<std::uint32_t>(distance >> 1);
    event.at_s = later;
    seen->push_back(event);
  }
  std::reverse(seen->begin(), seen->end());
  return true;
}

}  // namespace usher::store
