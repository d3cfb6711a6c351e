#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "customer/seen_events.h"
#include "messages/store_port.h"

// Where the event ids of a record are stored. The latest few are part of it and are written with
// every commit; when they have become too many they move, together, to an archive under a key of
// its own, which only grows at its end until more than half of it is not needed any more. So most
// commits write a few ids however many are kept.
//
// The archive is a row of chunks: 4 bytes of length of the packed ids, 4 of the second of the
// latest of them (both little-endian), the packed ids.
namespace usher::store {

// So many ids at most are part of a record's value.
inline constexpr std::size_t kSeenInRecordMax = 8;

// A change of the archive, part of the commit.
struct ArchiveChange {
  enum class Kind : std::uint8_t {
    kNone,
    kWrite,   // `bytes` from `offset` on; at 0 it replaces whatever was there
    kRemove,  // there is none any more
  };
  Kind kind = Kind::kNone;
  std::uint32_t offset = 0;
  std::string bytes = {};
};

// What is stored where.
struct SeenPlaces {
  messages::SeenArchive archive;  // after the change; empty when there is none
  ArchiveChange change;
  std::size_t in_record = 0;  // from this id on they are part of the record
};

// `before` is what is stored.
SeenPlaces PlaceSeen(const customer::SeenEvents& seen, const messages::SeenArchive& before);

// Appends the ids that the record still has; `stored` is the archive's value. False when it is not
// what was written.
bool ReadSeenArchive(absl::string_view stored, const messages::SeenArchive& archive,
                     std::vector<customer::SeenEvent>* seen);

}  // namespace usher::store
