#include "ingest/inbox_hub.h"

#include <future>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "customer/inbox.h"
#include "store/memory_store.h"

namespace usher::ingest {
namespace {

class Watcher : public InboxWatcher {
 public:
  void OnInbox(std::shared_ptr<const Inbox> inbox) override {
    sizes.push_back(inbox->size());
    if (sizes.size() == awaited) reached.set_value();
  }
  void OnUnreadable(const absl::Status& status) override { ADD_FAILURE() << status; }

  std::vector<std::size_t> sizes;
  std::size_t awaited = 0;
  std::promise<void> reached;
};

class InboxHubTest : public testing::Test {
 protected:
  // So seldom that nothing is found by looking, unless a test says so.
  void Make(InboxHubConfig config = {.look_every = absl::Hours(24)}) {
    hub_ = std::make_shared<InboxHub>(store_, config);
  }
  std::shared_ptr<Watcher> Watch(const base::CustomerId& customer) {
    auto watcher = std::make_shared<Watcher>();
    EXPECT_TRUE(hub_->Add(customer, watcher).ok());
    return watcher;
  }
  // As another gateway does: nobody is told.
  void Commit(const base::CustomerId& customer, const customer::Record& record) {
    messages::CommitRequest request;
    request.customer = customer;
    request.expected = tags_[std::string(customer.key())];
    request.operation = ++operation_;
    request.record = std::make_shared<const customer::Record>(record);
    store_->Commit(std::move(request), [&](const auto& reply) {
      ASSERT_TRUE(reply.ok());
      ASSERT_EQ(reply->outcome, messages::CommitOutcome::kApplied);
      tags_[std::string(customer.key())] = reply->tag;
    });
  }
  static customer::Record Showing(std::uint64_t count) {
    customer::Record record;
    for (std::uint64_t id = 1; id <= count; ++id) {
      customer::InboxMessage message;
      message.send_id = id;
      message.sent_at = absl::UnixEpoch();
      message.expire_at = absl::UnixEpoch() + absl::Hours(1);
      EXPECT_TRUE(customer::PutInInbox(message, {}, &record));
    }
    return record;
  }

  const base::CustomerId anna_ = base::CustomerId::Known("anna");
  const std::shared_ptr<store::MemoryStore> store_ = std::make_shared<store::MemoryStore>();
  std::shared_ptr<InboxHub> hub_;
  std::map<std::string, messages::ChainTag> tags_;
  std::uint64_t operation_ = 0;
};

TEST_F(InboxHubTest, ShowsWhatThereIsAndEachCommitOfThisGatewayAtOnce) {
  Make();
  const auto watcher = Watch(anna_);
  EXPECT_THAT(watcher->sizes, testing::ElementsAre(0));
  Commit(anna_, Showing(2));
  hub_->OnInboxChanged(anna_);
  EXPECT_THAT(watcher->sizes, testing::ElementsAre(0, 2)) << "before the call is over";
  hub_->OnInboxChanged(base::CustomerId::Known("bert"));
  EXPECT_EQ(watcher->sizes.size(), 2U) << "another's";
}

TEST_F(InboxHubTest, FindsCommitsOfOthersByLooking) {
  Make({.look_every = absl::Milliseconds(1)});
  const auto watcher = std::make_shared<Watcher>();
  watcher->awaited = 2;
  std::future<void> found = watcher->reached.get_future();
  ASSERT_TRUE(hub_->Add(anna_, watcher).ok());
  Commit(anna_, Showing(1));
  ASSERT_EQ(found.wait_for(std::chrono::seconds(15)), std::future_status::ready);
  hub_->Remove(watcher.get());
  EXPECT_EQ(watcher->sizes.back(), 1U);
}

TEST_F(InboxHubTest, WhoeverLeavesHearsNothingMore) {
  Make();
  const auto watcher = Watch(anna_);
  const auto other = Watch(anna_);
  hub_->Remove(watcher.get());
  watcher->sizes.clear();
  Commit(anna_, Showing(1));
  hub_->OnInboxChanged(anna_);
  EXPECT_THAT(watcher->sizes, testing::IsEmpty());
  EXPECT_THAT(other->sizes, testing::ElementsAre(0, 1));
}

TEST_F(InboxHubTest, WhoeverWatchesAVisitorWatchesTheCustomerFromTheMergeOn) {
  Make();
  const auto visitor = base::CustomerId::Anonymous("v1");
  const auto watcher = Watch(visitor);
  Commit(anna_, Showing(3));
  customer::Record moved;
  moved.merged_into = "anna";
  Commit(visitor, moved);
  hub_->OnInboxChanged(visitor);
  EXPECT_EQ(watcher->sizes.back(), 3U);
}

TEST_F(InboxHubTest, WatchesAreBounded) {
  Make({.watches_max = 2, .watches_of_one_max = 1, .look_every = absl::Hours(24)});
  const auto watcher = Watch(anna_);
  const auto second = std::make_shared<Watcher>();
  EXPECT_EQ(hub_->Add(anna_, second).code(), absl::StatusCode::kResourceExhausted);
  const auto bert = Watch(base::CustomerId::Known("bert"));
  const auto third = std::make_shared<Watcher>();
  EXPECT_EQ(hub_->Add(base::CustomerId::Known("carl"), third).code(),
            absl::StatusCode::kResourceExhausted);
  hub_->Remove(watcher.get());
  EXPECT_TRUE(hub_->Add(base::CustomerId::Known("carl"), third).ok()) << "there is room again";
}

}  // namespace
}  // namespace usher::ingest
