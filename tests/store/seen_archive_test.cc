#include "store/seen_archive.h"

#include <random>

#include <gtest/gtest.h>

namespace usher::store {
namespace {

using customer::SeenEvent;
using customer::SeenEvents;
using messages::SeenArchive;

// What a store does with one customer's ids.
class Shelf {
 public:
  // Gives what was changed.
  ArchiveChange Put(const SeenEvents& seen) {
    const SeenPlaces places = PlaceSeen(seen, archive);
    in_record.assign(seen.begin() + static_cast<std::ptrdiff_t>(places.in_record), seen.end());
    archive = places.archive;
    if (places.change.kind != ArchiveChange::Kind::kNone) {
      // Nothing is left out between what was there and what comes.
      EXPECT_LE(places.change.offset, value.size());
      value = value.substr(0, places.change.offset) + places.change.bytes;
    }
    return places.change;
  }

  std::vector<SeenEvent> Read() const {
    std::vector<SeenEvent> seen;
    SeenArchive loaded = archive;
    loaded.dropped = 0;
    EXPECT_TRUE(ReadSeenArchive(value, loaded, &seen));
    seen.insert(seen.end(), in_record.begin(), in_record.end());
    return seen;
  }

  SeenArchive archive;
  std::string value;
  std::vector<SeenEvent> in_record;
};

std::vector<SeenEvent> ListOf(const SeenEvents& seen) { return {seen.begin(), seen.end()}; }

SeenEvents Ids(std::uint64_t count) {
  SeenEvents seen;
  for (std::uint64_t i = 1; i <= count; ++i) seen.Add({i, static_cast<std::uint32_t>(i), 7, 0});
  return seen;
}

TEST(SeenArchiveTest, AFewIdsArePartOfTheRecord) {
  Shelf shelf;
  EXPECT_EQ(shelf.Put(Ids(kSeenInRecordMax)).kind, ArchiveChange::Kind::kNone);
  EXPECT_EQ(shelf.archive, SeenArchive{});
  EXPECT_EQ(shelf.in_record.size(), kSeenInRecordMax);
}

TEST(SeenArchiveTest, WhatIsArchivedIsNotWrittenAgain) {
  Shelf shelf;
  SeenEvents seen = Ids(kSeenInRecordMax + 1);
  EXPECT_EQ(shelf.Put(seen).offset, 0u);
  EXPECT_EQ(shelf.in_record.size(), 0u);
  const std::size_t bytes = shelf.value.size();
  for (std::uint64_t i = 0; i < kSeenInRecordMax; ++i) {
    seen.Add({1000 + i, 50, 7, 0});
    EXPECT_EQ(shelf.Put(seen).kind, ArchiveChange::Kind::kNone);
  }
  seen.Add({2000, 50, 7, 0});
  EXPECT_EQ(shelf.Put(seen).offset, bytes);
  EXPECT_EQ(shelf.Read(), ListOf(seen));
}

TEST(SeenArchiveTest, IsRemovedWhenNothingOfItIsNeeded) {
  Shelf shelf;
  SeenEvents seen = Ids(kSeenInRecordMax + 1);
  shelf.Put(seen);
  seen.Add({1000, 50, 7, 0});
  seen.DropOldest(kSeenInRecordMax + 1);
  EXPECT_EQ(shelf.Put(seen).kind, ArchiveChange::Kind::kRemove);
  EXPECT_EQ(shelf.archive, SeenArchive{});
  EXPECT_EQ(shelf.Read(), ListOf(seen));
}

TEST(SeenArchiveTest, WithoutKnowledgeOfTheArchiveAllIsWritten) {
  Shelf shelf;
  shelf.Put(Ids(40));
  shelf.archive = {};
  EXPECT_EQ(shelf.Put(Ids(41)).offset, 0u);
  EXPECT_EQ(shelf.Read(), ListOf(Ids(41)));
}

TEST(SeenArchiveTest, DoesNotGrowWithoutEndWhenIdsComeAndGo) {
  Shelf shelf;
  SeenEvents seen = Ids(100);
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    seen.Add({1000 + i, 50, 7, 0});
    seen.DropOldest(1);
    shelf.Put(seen);
    // At most as many and 64 that are not needed, 11 bytes each, and the chunks' headers.
    ASSERT_LE(shelf.value.size(), 300u * 12) << i;
  }
  EXPECT_EQ(shelf.Read(), ListOf(seen));
}

TEST(SeenArchiveTest, KeepsTheIdsWhateverHappensToThem) {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    std::minstd_rand random(seed);
    const auto below = [&](std::uint64_t bound) { return random() % bound; };
    Shelf shelf;
    SeenEvents seen;
    for (int step = 0; step < 200; ++step) {
      const std::uint64_t what = below(40);
      if (what == 0) {
        seen.Merge(Ids(below(60)));
      } else if (what == 1) {
        seen = seen.Emptied();
      } else if (what == 2) {
        // The record was loaded anew.
        seen = SeenEvents(shelf.Read());
        shelf.archive.dropped = 0;
      } else if (what < 8) {
        seen.DropOldest(below(seen.size() + 1));
      } else {
        for (std::uint64_t i = below(6); i > 0; --i) {
          seen.Add({below(1u << 30), static_cast<std::uint32_t>(below(1u << 30)),
                    static_cast<std::uint16_t>(below(9)), static_cast<std::uint16_t>(below(3))});
        }
      }
      // Several inputs may come before a commit.
      if (below(3) == 0) continue;
      shelf.Put(seen);
      ASSERT_EQ(shelf.Read(), ListOf(seen)) << "seed " << seed << " step " << step;
      ASSERT_LE(shelf.in_record.size(), kSeenInRecordMax);
    }
  }
}

TEST(SeenArchiveTest, ReportsDamage) {
  Shelf shelf;
  SeenEvents seen = Ids(20);
  shelf.Put(seen);
  for (std::uint64_t i = 0; i < 20; ++i) seen.Add({1000 + i, 50, 7, 0});
  shelf.Put(seen);
  std::vector<SeenEvent> read;
  for (std::size_t bit = 0; bit < shelf.archive.bytes * 8; ++bit) {
    std::string damaged = shelf.value;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(ReadSeenArchive(damaged, shelf.archive, &read)) << "bit " << bit;
  }
  for (std::size_t size = 0; size < shelf.archive.bytes; ++size) {
    EXPECT_FALSE(ReadSeenArchive(shelf.value.substr(0, size), shelf.archive, &read)) << size;
  }
  EXPECT_TRUE(read.empty());
  // What a later commit, undone with its machine, has left behind does no harm.
  EXPECT_TRUE(ReadSeenArchive(shelf.value + "rest", shelf.archive, &read));
}

}  // namespace
}  // namespace usher::store
