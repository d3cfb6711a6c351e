#include "store/seen_codec.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "store/little_endian.h"

namespace usher::store {
namespace {

constexpr std::size_t kHashBytes = 8;
constexpr std::size_t kFixedBytes = kHashBytes + 2;
constexpr std::size_t kVarintBytesMax = 5;
// Both varints at their longest.
constexpr std::size_t kEntryBytesMax = kFixedBytes + 2 * kVarintBytesMax;

char* PutVarint(std::uint64_t number, char* out) {
  for (; number >= 0x80; number >>= 7) *out++ = static_cast<char>(number | 0x80);
  *out++ = static_cast<char>(number);
  return out;
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

}  // namespace

// Distances wrap around, so that any order comes back from them.
void PackSeen(absl::Span<const customer::SeenEvent> seen, std::uint32_t latest_s,
              std::string* packed) {
  const std::size_t before = packed->size();
  packed->resize(before + seen.size() * kEntryBytesMax);
  char* out = packed->data() + before;
  std::uint32_t later = latest_s;
  for (auto event = seen.rbegin(); event != seen.rend(); ++event) {
    const bool started = event->runs_entered > 0;
    out = PutLittleEndian(event->id_hash, kHashBytes, out);
    out = PutLittleEndian(event->payload_hash, kFixedBytes - kHashBytes, out);
    out = PutVarint(std::uint64_t{later - event->at_s} << 1 | std::uint64_t{started}, out);
    if (started) out = PutVarint(event->runs_entered, out);
    later = event->at_s;
  }
  packed->resize(static_cast<std::size_t>(out - packed->data()));
}

bool UnpackSeen(absl::string_view packed, std::uint32_t latest_s,
                std::vector<customer::SeenEvent>* seen) {
  const auto before = static_cast<std::ptrdiff_t>(seen->size());
  seen->reserve(seen->size() + packed.size() / kFixedBytes);
  std::uint32_t later = latest_s;
  while (!packed.empty()) {
    if (packed.size() < kFixedBytes) return false;
    customer::SeenEvent event;
    event.id_hash = TakeLittleEndian(kHashBytes, &packed);
    event.payload_hash =
        static_cast<std::uint16_t>(TakeLittleEndian(kFixedBytes - kHashBytes, &packed));
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
  std::reverse(seen->begin() + before, seen->end());
  return true;
}

}  // namespace usher::store
