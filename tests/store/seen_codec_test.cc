#include "store/seen_codec.h"

#include <gtest/gtest.h>

namespace usher::store {
namespace {

constexpr std::uint32_t kNow = 1'700'000'001;

std::string Packed(const std::vector<customer::SeenEvent>& seen) {
  std::string packed = "before";
  PackSeen(seen, kNow, &packed);
  EXPECT_EQ(packed.substr(0, 6), "before");
  return packed.substr(6);
}

std::vector<customer::SeenEvent> Unpacked(absl::string_view packed) {
  const customer::SeenEvent before = {.id_hash = 77};
  std::vector<customer::SeenEvent> seen = {before};
  EXPECT_TRUE(UnpackSeen(packed, kNow, &seen));
  EXPECT_EQ(seen.front(), before);
  seen.erase(seen.begin());
  return seen;
}

TEST(SeenCodecTest, ReturnsWhatWasPacked) {
  const std::vector<customer::SeenEvent> seen = {
      {1, 0, 2, 0},     {0xfedcba9876543210, kNow - 100'000, 0xffff, 0xffff},
      {3, kNow, 0, 1},  {4, 0xffffffff, 7, 0},  // not ascending
      {5, kNow, 7, 32},
  };
  EXPECT_EQ(Unpacked(Packed(seen)), seen);
  EXPECT_EQ(Unpacked(Packed({})), std::vector<customer::SeenEvent>());
}

TEST(SeenCodecTest, TakesElevenBytesForAnEventSoonAfterAnother) {
  EXPECT_EQ(Packed({{1, kNow - 63, 7, 0}, {2, kNow, 7, 0}}).size(), 2u * 11);
}

TEST(SeenCodecTest, RefusesWhatIsCutOff) {
  const std::string packed = Packed({{1, kNow - 500, 7, 300}});
  std::vector<customer::SeenEvent> seen;
  for (std::size_t size = 1; size < packed.size(); ++size) {
    EXPECT_FALSE(UnpackSeen(absl::string_view(packed).substr(0, size), kNow, &seen)) << size;
  }
}

TEST(SeenCodecTest, RefusesNumbersThatNeverWerePacked) {
  const std::string packed = Packed({{1, kNow, 7, 1}});
  std::vector<customer::SeenEvent> seen;
  EXPECT_FALSE(UnpackSeen(packed.substr(0, packed.size() - 1) + std::string(1, '\0'), kNow, &seen));
  EXPECT_FALSE(UnpackSeen(packed.substr(0, packed.size() - 1) + "\x80\x80\x04", kNow, &seen));
  EXPECT_FALSE(
      UnpackSeen(packed.substr(0, packed.size() - 2) + "\x80\x80\x80\x80\x80\x01", kNow, &seen));
}

}  // namespace
}  // namespace usher::store
