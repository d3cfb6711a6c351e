#include "store/memory_store.h"

#include "tests/store/store_contract.h"
#include "tests/support/await.h"
#include "tests/support/customer_record.h"
#include "tests/support/faulty_store.h"

namespace usher::store {
namespace {

class MemoryStoreUnderTest : public StoreUnderTest {
 public:
  explicit MemoryStoreUnderTest(int shards) : store_(shards) {}
  messages::StorePort& store() override { return store_; }

 private:
  MemoryStore store_;
};

INSTANTIATE_TEST_SUITE_P(
    Memory, StoreContractTest,
    testing::Values(StoreKind{
        "Memory", [](int shards) { return std::make_unique<MemoryStoreUnderTest>(shards); }}),
    [](const auto& info) { return info.param.name; });

TEST(FaultyStoreTest, RefusesBeforeAndDropsRepliesAfterTheCommit) {
  MemoryStore memory;
  support::StoreFault fault = support::StoreFault::kRefuse;
  support::FaultyStore store(&memory, [&](support::StoreCall, const std::string& subject) {
    EXPECT_EQ(subject, "c:alice");
    return fault;
  });
  const auto alice = base::CustomerId::Known("alice");
  const messages::CommitRequest request = {
      .customer = alice,
      .expected = {},
      .operation = 1,
      .record = support::Shared(support::DueRecord(absl::InfiniteFuture())),
      .stats = {}};
  EXPECT_EQ(support::Commit(store, request).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_FALSE(support::Load(memory, alice)->record.has_value());

  fault = support::StoreFault::kDropReply;
  EXPECT_EQ(support::Commit(store, request).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(support::Load(memory, alice)->record.has_value());

  fault = support::StoreFault::kNone;
  EXPECT_EQ(support::Commit(store, request)->outcome, messages::CommitOutcome::kDuplicate);
}

}  // namespace
}  // namespace usher::store
