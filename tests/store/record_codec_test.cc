#include "store/record_codec.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/customer_record.h"

namespace usher::store {
namespace {

const base::CustomerId kAlice = base::CustomerId::Known("alice");

TEST(RecordCodecTest, ReturnsEveryFieldAsItWas) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const customer::Record record = support::FullRecord(seed);
    const EncodedState state = EncodeState({}, {}, seed, &record);
    const auto stored = DecodeState(kAlice, state.value, state.change.bytes);
    ASSERT_TRUE(stored.ok()) << "seed " << seed << ": " << stored.status();
    EXPECT_EQ(stored->record, record) << "seed " << seed;
    EXPECT_EQ(stored->tag, state.tag) << "seed " << seed;
  }
}

TEST(RecordCodecTest, ReturnsAnEmptyRecordFromFewBytes) {
  const customer::Record empty;
  const EncodedState state = EncodeState({}, {}, 1, &empty);
  EXPECT_LE(state.value.size(), 20u);
  const auto stored = DecodeState(kAlice, state.value, state.change.bytes);
  ASSERT_TRUE(stored.ok());
  EXPECT_EQ(stored->record, empty);
}

TEST(RecordCodecTest, ReturnsDeeplyNestedAttributes) {
  base::Value nested(std::int64_t{7});
  for (int i = 0; i < 200; ++i) nested = base::Value(base::Value::List{nested});
  customer::Record record;
  record.profile.attributes.emplace_back("deep", nested);
  const auto stored = DecodeState(kAlice, EncodeState({}, {}, 1, &record).value, "");
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(stored->record, record);
}

// As long as a customer has few of them, a commit writes all; then as many at most.
TEST(RecordCodecTest, TheValueDoesNotGrowWithTheIdsOfEvents) {
  customer::Record record;
  messages::SeenArchive archive;
  std::size_t most = 0;
  std::size_t moves = 0;
  for (std::uint64_t i = 1; i <= 1000; ++i) {
    record.seen.Add({.id_hash = i * 0x9E3779B97F4A7C15ULL});
    const EncodedState state = EncodeState({}, archive, i, &record);
    archive = state.archive;
    most = std::max(most, state.value.size());
    if (state.change.kind != ArchiveChange::Kind::kNone) ++moves;
  }
  EXPECT_LE(most, 300u);
  EXPECT_LE(moves, 1000 / kSeenInRecordMax);
}

TEST(RecordCodecTest, ReportsAnArchiveThatIsNotTheRecords) {
  customer::Record record;
  for (std::uint64_t i = 0; i < 40; ++i) record.seen.Add({.id_hash = i});
  const EncodedState state = EncodeState({}, {}, 1, &record);
  const auto stored = DecodeState(kAlice, state.value, "");
  ASSERT_EQ(stored.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_NE(stored.status().message().find("c:alice"), absl::string_view::npos);
}

TEST(RecordCodecTest, KeepsNoRecordAsNoBytesWithTheZeroTag) {
  const EncodedState state = EncodeState({1}, {}, 1, nullptr);
  EXPECT_EQ(state.tag, messages::ChainTag{});
  EXPECT_EQ(state.value, "");
  const auto stored = DecodeState(kAlice, "", "");
  ASSERT_TRUE(stored.ok());
  EXPECT_FALSE(stored->record.has_value());
  EXPECT_EQ(stored->tag, messages::ChainTag{});
}

TEST(RecordCodecTest, TagsDependOnPredecessorOperationAndRecordAlone) {
  const customer::Record one = support::FullRecord(1);
  const customer::Record two = support::FullRecord(2);
  const EncodedState state = EncodeState({1}, {}, 1, &one);
  EXPECT_EQ(EncodeState({1}, {}, 1, &one).tag, state.tag);
  EXPECT_NE(EncodeState({2}, {}, 1, &one).tag, state.tag);
  EXPECT_NE(EncodeState({1}, {}, 2, &one).tag, state.tag);
  EXPECT_NE(EncodeState({1}, {}, 1, &two).tag, state.tag);
}

TEST(RecordCodecTest, ReportsEveryFlippedBitAndNamesTheCustomer) {
  const customer::Record record = support::DueRecord(absl::FromUnixMillis(5));
  const std::string value = EncodeState({}, {}, 1, &record).value;
  for (std::size_t bit = 0; bit < value.size() * 8; ++bit) {
    std::string damaged = value;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    const auto stored = DecodeState(kAlice, damaged, "");
    ASSERT_EQ(stored.status().code(), absl::StatusCode::kDataLoss) << "bit " << bit;
    EXPECT_NE(stored.status().message().find("c:alice"), absl::string_view::npos);
  }
}

TEST(RecordCodecTest, ReportsValuesThatAreNotAsManyAsTheirTimes) {
  customer::Record record;
  record.histories.push_back({"Bought", {absl::UnixEpoch()}, {{"total", {1, 2}}}});
  EXPECT_EQ(DecodeState(kAlice, EncodeState({}, {}, 1, &record).value, "").status().code(),
            absl::StatusCode::kDataLoss);
}

// Millions of records sleep in memory; most journeys count and do not sum.
TEST(RecordCodecTest, EventsThatAreOnlyCountedHaveNoBytesForValues) {
  customer::Record record;
  const std::size_t before = EncodeState({}, {}, 1, &record).value.size();
  record.histories.push_back({"Bought", {absl::UnixEpoch(), absl::UnixEpoch()}});
  // The text "Bought" (9 with its header and length), and the history with its name and two times.
  EXPECT_EQ(EncodeState({}, {}, 1, &record).value.size() - before, 9u + 2u + 2u + 2u + 2u);
}

TEST(RecordCodecTest, ReportsEveryTruncation) {
  const customer::Record record = support::FullRecord(3);
  const std::string value = EncodeState({}, {}, 1, &record).value;
  for (std::size_t size = 1; size < value.size(); ++size) {
    EXPECT_EQ(DecodeState(kAlice, absl::string_view(value).substr(0, size), "").status().code(),
              absl::StatusCode::kDataLoss)
        << size << " bytes";
  }
}

}  // namespace
}  // namespace usher::store
