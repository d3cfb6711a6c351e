#include "customer/ledger.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::customer {
namespace {

using ::testing::ElementsAre;

const absl::Time kNoon = absl::FromUnixSeconds(43200);

Contact At(absl::Duration after_noon, std::uint64_t send_id) {
  return {.at = kNoon + after_noon, .channel = Channel::kSms, .category = "", .send_id = send_id};
}

std::vector<std::uint64_t> SendIds(const Record& record) {
  std::vector<std::uint64_t> ids;
  for (const Contact& contact : record.contacts) ids.push_back(contact.send_id);
  return ids;
}

TEST(LedgerTest, KeepsChargesAscendingAndEqualTimesInOrderOfCharging) {
  const Limits limits;
  Record record;
  EXPECT_TRUE(Charge(record, At(absl::Hours(2), 1), limits));
  EXPECT_TRUE(Charge(record, At(absl::Hours(1), 2), limits));
  EXPECT_TRUE(Charge(record, At(absl::Hours(3), 3), limits));
  EXPECT_TRUE(Charge(record, At(absl::Hours(2), 4), limits));
  EXPECT_THAT(SendIds(record), ElementsAre(2, 1, 4, 3));
}

TEST(LedgerTest, DropsWhatIsTooOldWhenCharging) {
  Limits limits;
  limits.contacts_for = absl::Hours(2);
  Record record;
  Charge(record, At(absl::ZeroDuration(), 1), limits);
  Charge(record, At(absl::Milliseconds(1), 2), limits);
  Charge(record, At(absl::Hours(2), 3), limits);
  EXPECT_THAT(SendIds(record), ElementsAre(2, 3));
}

TEST(LedgerTest, ChargesNothingWhenFull) {
  Limits limits;
  limits.contacts_max = 2;
  Record record;
  EXPECT_TRUE(Charge(record, At(absl::Hours(1), 1), limits));
  EXPECT_TRUE(Charge(record, At(absl::Hours(2), 2), limits));
  EXPECT_FALSE(Charge(record, At(absl::Hours(3), 3), limits));
  EXPECT_THAT(SendIds(record), ElementsAre(1, 2));
  EXPECT_TRUE(Charge(record, At(absl::Hours(1) + limits.contacts_for, 4), limits));
  EXPECT_THAT(SendIds(record), ElementsAre(2, 4));
}

TEST(LedgerTest, GivesBackTheLatestChargeOfTheMessageAlone) {
  const Limits limits;
  Record record;
  Charge(record, At(absl::Hours(1), 7), limits);
  Charge(record, At(absl::Hours(2), 7), limits);
  Charge(record, At(absl::Hours(3), 8), limits);
  EXPECT_TRUE(GiveBack(record, 7));
  EXPECT_THAT(record.contacts, ElementsAre(At(absl::Hours(1), 7), At(absl::Hours(3), 8)));
  EXPECT_TRUE(GiveBack(record, 7));
  EXPECT_FALSE(GiveBack(record, 7));
  EXPECT_THAT(SendIds(record), ElementsAre(8));
}

TEST(LedgerTest, TrimsAllWhenAllIsOld) {
  const Limits limits;
  Record record;
  Charge(record, At(absl::Hours(1), 1), limits);
  Charge(record, At(absl::Hours(2), 2), limits);
  TrimContacts(record, kNoon + absl::Hours(1) + limits.contacts_for - absl::Milliseconds(1),
               limits);
  EXPECT_THAT(SendIds(record), ElementsAre(1, 2));
  TrimContacts(record, kNoon + absl::Hours(2) + limits.contacts_for, limits);
  EXPECT_THAT(SendIds(record), ElementsAre());
}

TEST(LedgerTest, PostponesTheLatestChargeOfAMessageAndKeepsTheOrder) {
  Record record;
  const Limits limits;
  Charge(record, At(absl::Hours(1), 7), limits);
  Charge(record, At(absl::Hours(2), 7), limits);
  Charge(record, At(absl::Hours(3), 8), limits);
  EXPECT_TRUE(Postpone(record, 7, At(absl::Hours(4), 0).at));
  ASSERT_EQ(record.contacts.size(), 3u);
  EXPECT_EQ(record.contacts[0], At(absl::Hours(1), 7));
  EXPECT_EQ(record.contacts[1], At(absl::Hours(3), 8));
  EXPECT_EQ(record.contacts[2], At(absl::Hours(4), 7));
  EXPECT_TRUE(Postpone(record, 7, At(absl::Hours(2), 0).at));
  EXPECT_EQ(record.contacts[2], At(absl::Hours(4), 7)) << "never to an earlier time";
  EXPECT_FALSE(Postpone(record, 9, At(absl::Hours(5), 0).at));
}

}  // namespace
}  // namespace usher::customer
