#include "store/seen_archive.h"

#include "absl/types/span.h"

#include "base/hash.h"
#include "store/little_endian.h"
#include "store/seen_codec.h"

namespace usher::store {
namespace {

using customer::SeenEvent;
using customer::SeenEvents;
using messages::SeenArchive;

constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kSecondBytes = 4;
constexpr std::size_t kHeaderBytes = kLengthBytes + kSecondBytes;
// So many ids that are not needed may stay however few are.
constexpr std::uint32_t kPastMax = 64;

std::string Chunk(absl::Span<const SeenEvent> seen) {
  std::string chunk(kHeaderBytes, '\0');
  PackSeen(seen, seen.back().at_s, &chunk);
  char* const rest = PutLittleEndian(chunk.size() - kHeaderBytes, kLengthBytes, chunk.data());
  PutLittleEndian(seen.back().at_s, kSecondBytes, rest);
  return chunk;
}

std::uint32_t Chain(std::uint32_t check, absl::string_view chunk) {
  return static_cast<std::uint32_t>(base::Hash64(chunk) + 31 * std::uint64_t{check});
}

// The archive without those that left the record's front.
SeenArchive StillThere(const SeenEvents& seen, const SeenArchive& before) {
  SeenArchive now = before;
  now.dropped = seen.dropped();
  const std::uint64_t gone = seen.dropped() - before.dropped;
  const bool known =
      seen.dropped() >= before.dropped && gone < before.live && before.live - gone <= seen.size();
  if (!known) return {};
  now.live -= static_cast<std::uint32_t>(gone);
  now.past += static_cast<std::uint32_t>(gone);
  return now;
}

}  // namespace

SeenPlaces PlaceSeen(const SeenEvents& seen, const SeenArchive& before) {
  SeenPlaces places;
  SeenArchive& archive = places.archive;
  archive = StillThere(seen, before);
  places.in_record = archive.live;
  if (seen.size() - archive.live <= kSeenInRecordMax) {
    if (archive.live == 0 && before.bytes > 0) places.change.kind = ArchiveChange::Kind::kRemove;
    return places;
  }
  if (archive.past > archive.live + kPastMax) archive = {};
  const absl::Span<const SeenEvent> all(seen.data(), seen.size());
  places.change = {ArchiveChange::Kind::kWrite, archive.bytes, Chunk(all.subspan(archive.live))};
  archive.check = Chain(archive.check, places.change.bytes);
  archive.bytes += static_cast<std::uint32_t>(places.change.bytes.size());
  archive.live = static_cast<std::uint32_t>(seen.size());
  archive.dropped = seen.dropped();
  places.in_record = seen.size();
  return places;
}

bool ReadSeenArchive(absl::string_view stored, const SeenArchive& archive,
                     std::vector<SeenEvent>* seen) {
  if (stored.size() < archive.bytes) return false;
  absl::string_view rest = stored.substr(0, archive.bytes);
  std::vector<SeenEvent> all;
  std::uint32_t check = 0;
  while (!rest.empty()) {
    if (rest.size() < kHeaderBytes) return false;
    absl::string_view header = rest;
    const std::uint64_t length = TakeLittleEndian(kLengthBytes, &header);
    const auto latest_s = static_cast<std::uint32_t>(TakeLittleEndian(kSecondBytes, &header));
    if (length > header.size()) return false;
    if (!UnpackSeen(header.substr(0, length), latest_s, &all)) return false;
    check = Chain(check, rest.substr(0, kHeaderBytes + length));
    rest.remove_prefix(kHeaderBytes + length);
  }
  if (check != archive.check) return false;
  if (all.size() != std::size_t{archive.past} + archive.live) return false;
  seen->insert(seen->end(), all.begin() + archive.past, all.end());
  return true;
}

}  // namespace usher::store
