#include "tests/store/store_contract.h"

#include <atomic>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "store/key_names.h"
#include "tests/support/await.h"
#include "tests/support/customer_record.h"

namespace usher::store {
namespace {

using messages::ChainTag;
using messages::CommitOutcome;
using messages::CommitReply;
using messages::CommitRequest;
using support::ClaimDue;
using support::Commit;
using support::DueRecord;
using support::Load;

const base::CustomerId kAlice = base::CustomerId::Known("alice");
const absl::Time kNoon = absl::FromUnixSeconds(43200);
const absl::Time kNever = absl::InfiniteFuture();

CommitRequest Create(const base::CustomerId& customer, absl::Time due = kNever) {
  return {.customer = customer,
          .expected = {},
          .operation = 1,
          .record = support::Shared(support::DueRecord(due)),
          .stats = {}};
}

std::shared_ptr<const customer::Record> WithEvents(std::uint64_t events_total) {
  customer::Record record = DueRecord(kNever);
  record.events_total = events_total;
  return support::Shared(std::move(record));
}

// Every shard's due customers, claimed until `lease_until`.
std::multiset<base::CustomerId> ClaimAll(messages::StorePort& store, absl::Time now,
                                         absl::Time lease_until, int limit = 1000) {
  std::multiset<base::CustomerId> all;
  for (int shard = 0; shard < store.shards(); ++shard) {
    const auto claim = ClaimDue(store, shard, now, lease_until, limit);
    if (!claim.ok()) {
      ADD_FAILURE() << claim.status();
      continue;
    }
    for (const base::CustomerId& customer : claim->customers) {
      EXPECT_EQ(ShardOf(customer, store.shards()), shard);
      all.insert(customer);
    }
  }
  return all;
}

TEST_P(StoreContractTest, LoadsNothingOfAnUnknownCustomer) {
  const auto stored = Load(store(), kAlice);
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_FALSE(stored->record.has_value());
  EXPECT_EQ(stored->tag, ChainTag{});
}

TEST_P(StoreContractTest, LoadsWhatWasCommitted) {
  CommitRequest request = Create(kAlice);
  request.record = support::Shared(support::FullRecord(7));
  const auto reply = Commit(store(), request);
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->outcome, CommitOutcome::kApplied);
  EXPECT_NE(reply->tag, ChainTag{});
  const auto stored = Load(store(), kAlice);
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(stored->record, *request.record);
  EXPECT_EQ(stored->tag, reply->tag);
}

TEST_P(StoreContractTest, ReadsTagsInTheOrderAskedFor) {
  const auto reply = Commit(store(), Create(kAlice));
  ASSERT_TRUE(reply.ok()) << reply.status();
  const auto tags = support::Await<std::vector<ChainTag>>([&](auto done) {
    store().ReadTags({base::CustomerId::Known("nobody"), kAlice}, std::move(done));
  });
  ASSERT_TRUE(tags.ok()) << tags.status();
  EXPECT_EQ(*tags, (std::vector<ChainTag>{ChainTag{}, reply->tag}));
}

TEST_P(StoreContractTest, TellsVisitorsFromCustomersOfTheSameName) {
  ASSERT_TRUE(Commit(store(), Create(kAlice)).ok());
  const auto stored = Load(store(), base::CustomerId::Anonymous("alice"));
  ASSERT_TRUE(stored.ok());
  EXPECT_FALSE(stored->record.has_value());
}

TEST_P(StoreContractTest, TakesNamesOfAnyBytes) {
  const auto odd = base::CustomerId::Known(absl::string_view("a b\r\n{}\0\xff$", 10));
  const auto reply = Commit(store(), Create(odd, kNoon));
  ASSERT_TRUE(reply.ok()) << reply.status();
  const auto stored = Load(store(), odd);
  ASSERT_TRUE(stored.ok());
  EXPECT_TRUE(stored->record.has_value());
  EXPECT_EQ(ClaimAll(store(), kNoon, kNoon + absl::Hours(1)), std::multiset<base::CustomerId>{odd});
}

TEST_P(StoreContractTest, AppliesAChangeOnTopOfTheStateItWasMadeFrom) {
  const auto first = Commit(store(), Create(kAlice));
  ASSERT_TRUE(first.ok());
  CommitRequest change = Create(kAlice);
  change.expected = first->tag;
  change.record = WithEvents(2);
  const auto second = Commit(store(), change);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->outcome, CommitOutcome::kApplied);
  EXPECT_NE(second->tag, first->tag);
  EXPECT_EQ(Load(store(), kAlice)->record->events_total, 2u);
}

TEST_P(StoreContractTest, ReturnsTheCurrentStateInAConflict) {
  const auto first = Commit(store(), Create(kAlice));
  ASSERT_TRUE(first.ok());
  CommitRequest late = Create(kAlice);
  late.operation = 2;
  late.record = WithEvents(99);
  const auto reply = Commit(store(), late);
  ASSERT_TRUE(reply.ok());
  EXPECT_EQ(reply->outcome, CommitOutcome::kConflict);
  EXPECT_EQ(reply->current->record, DueRecord(kNever));
  EXPECT_EQ(reply->current->tag, first->tag);
  EXPECT_EQ(Load(store(), kAlice)->record->events_total, 1u);
}

TEST_P(StoreContractTest, ReturnsNoRecordInAConflictWithNothing) {
  CommitRequest request = Create(kAlice);
  request.expected = {1};
  const auto reply = Commit(store(), request);
  ASSERT_TRUE(reply.ok());
  EXPECT_EQ(reply->outcome, CommitOutcome::kConflict);
  EXPECT_FALSE(reply->current->record.has_value());
  EXPECT_EQ(reply->current->tag, ChainTag{});
}

TEST_P(StoreContractTest, AnswersDuplicateWhenAskedAgain) {
  const auto first = Commit(store(), Create(kAlice));
  const auto again = Commit(store(), Create(kAlice));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->outcome, CommitOutcome::kDuplicate);
  EXPECT_EQ(again->tag, first->tag);
}

TEST_P(StoreContractTest, AnotherOperationWithTheSameRecordIsNoDuplicate) {
  ASSERT_TRUE(Commit(store(), Create(kAlice)).ok());
  CommitRequest other = Create(kAlice);
  other.operation = 2;
  EXPECT_EQ(Commit(store(), other)->outcome, CommitOutcome::kConflict);
}

TEST_P(StoreContractTest, DeletesWithTheAgenda) {
  const auto created = Commit(store(), Create(kAlice, kNoon));
  CommitRequest erase = Create(kAlice);
  erase.expected = created->tag;
  erase.record.reset();
  const auto erased = Commit(store(), erase);
  ASSERT_TRUE(erased.ok()) << erased.status();
  EXPECT_EQ(erased->outcome, CommitOutcome::kApplied);
  EXPECT_EQ(erased->tag, ChainTag{});
  EXPECT_FALSE(Load(store(), kAlice)->record.has_value());
  EXPECT_TRUE(ClaimAll(store(), kNoon, kNoon).empty());
  EXPECT_EQ(Commit(store(), erase)->outcome, CommitOutcome::kDuplicate);
}

TEST_P(StoreContractTest, ClaimsWhoIsDueAndNobodyElse) {
  const auto bob = base::CustomerId::Known("bob");
  ASSERT_TRUE(Commit(store(), Create(kAlice, kNoon)).ok());
  ASSERT_TRUE(Commit(store(), Create(bob, kNoon + absl::Milliseconds(1))).ok());
  ASSERT_TRUE(Commit(store(), Create(base::CustomerId::Known("carol"))).ok());
  EXPECT_TRUE(ClaimAll(store(), kNoon - absl::Milliseconds(1), kNoon).empty());
  EXPECT_EQ(ClaimAll(store(), kNoon, kNoon + absl::Hours(1)),
            std::multiset<base::CustomerId>{kAlice});
}

TEST_P(StoreContractTest, AClaimIsOverWhenItsLeaseEnds) {
  ASSERT_TRUE(Commit(store(), Create(kAlice, kNoon)).ok());
  const absl::Time lease = kNoon + absl::Seconds(30);
  ASSERT_EQ(ClaimAll(store(), kNoon, lease).size(), 1u);
  EXPECT_TRUE(ClaimAll(store(), lease - absl::Milliseconds(1), lease).empty());
  EXPECT_EQ(ClaimAll(store(), lease, lease + absl::Seconds(30)).size(), 1u);
}

TEST_P(StoreContractTest, ACommitReplacesTheLeaseByTheTrueTime) {
  const auto created = Commit(store(), Create(kAlice, kNoon));
  ASSERT_EQ(ClaimAll(store(), kNoon, kNoon + absl::Hours(1)).size(), 1u);
  CommitRequest sooner = Create(kAlice, kNoon + absl::Minutes(1));
  sooner.expected = created->tag;
  const auto committed = Commit(store(), sooner);
  EXPECT_EQ(ClaimAll(store(), kNoon + absl::Minutes(1), kNoon + absl::Hours(1)).size(), 1u);
  CommitRequest never = Create(kAlice);
  never.expected = committed->tag;
  ASSERT_EQ(Commit(store(), never)->outcome, CommitOutcome::kApplied);
  EXPECT_TRUE(ClaimAll(store(), kNoon + absl::Hours(24), kNever).empty());
}

TEST_P(StoreContractTest, ACommitThatKeepsTheDueTimeLeavesTheAgendaAlone) {
  const auto created = Commit(store(), Create(kAlice, kNoon));
  const absl::Time lease = kNoon + absl::Seconds(30);
  ASSERT_EQ(ClaimAll(store(), kNoon, lease).size(), 1u);
  CommitRequest keeping = Create(kAlice, kNoon);
  keeping.expected = created->tag;
  keeping.keep_due = true;
  ASSERT_EQ(Commit(store(), keeping)->outcome, CommitOutcome::kApplied);
  EXPECT_TRUE(ClaimAll(store(), lease - absl::Milliseconds(1), lease).empty());
  EXPECT_EQ(ClaimAll(store(), lease, kNever).size(), 1u);
}

TEST_P(StoreContractTest, AConflictLeavesTheAgendaAlone) {
  ASSERT_TRUE(Commit(store(), Create(kAlice, kNoon)).ok());
  CommitRequest late = Create(kAlice, kNoon - absl::Hours(1));
  late.operation = 2;
  ASSERT_EQ(Commit(store(), late)->outcome, CommitOutcome::kConflict);
  EXPECT_TRUE(ClaimAll(store(), kNoon - absl::Hours(1), kNever).empty());
  EXPECT_EQ(ClaimAll(store(), kNoon, kNever).size(), 1u);
}

TEST_P(StoreContractTest, ClaimsTheEarliestFirstUpToTheLimit) {
  std::vector<base::CustomerId> in_shard;
  for (int i = 0; in_shard.size() < 3; ++i) {
    const auto customer = base::CustomerId::Known(absl::StrCat("customer-", i));
    if (ShardOf(customer, kShards) == 2) in_shard.push_back(customer);
  }
  for (std::size_t i = 0; i < 3; ++i) {
    const absl::Time due = kNoon - absl::Seconds(static_cast<int>(i));
    ASSERT_TRUE(Commit(store(), Create(in_shard[i], due)).ok());
  }
  const absl::Time lease = kNoon + absl::Seconds(9);
  const auto first = ClaimDue(store(), 2, kNoon, lease, 2);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->customers, (std::vector<base::CustomerId>{in_shard[2], in_shard[1]}));
  EXPECT_EQ(first->next_due, kNoon);
  const auto rest = ClaimDue(store(), 2, kNoon, lease, 2);
  EXPECT_EQ(rest->customers, std::vector<base::CustomerId>{in_shard[0]});
  EXPECT_EQ(rest->next_due, lease);
}

TEST_P(StoreContractTest, SaysWhenTheNextIsDue) {
  const int shard = ShardOf(kAlice, kShards);
  const auto nobody = ClaimDue(store(), shard, kNoon, kNoon, 10);
  ASSERT_TRUE(nobody.ok()) << nobody.status();
  EXPECT_EQ(nobody->next_due, kNever);
  const absl::Time later = absl::FromUnixMillis(1'790'000'000'123);
  ASSERT_TRUE(Commit(store(), Create(kAlice, later)).ok());
  EXPECT_EQ(ClaimDue(store(), shard, kNoon, kNoon, 10)->next_due, later);
}

TEST_P(StoreContractTest, RefusesAShardThatDoesNotExist) {
  EXPECT_EQ(ClaimDue(store(), kShards, kNoon, kNoon, 1).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ClaimDue(store(), -1, kNoon, kNoon, 1).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_P(StoreContractTest, CountsWhatWasAppliedOnce) {
  CommitRequest request = Create(kAlice);
  request.stats = {{"welcome", "entered", 2}, {"welcome", "entered", 1}, {"other", "sent", 5}};
  ASSERT_EQ(Commit(store(), request)->outcome, CommitOutcome::kApplied);
  ASSERT_EQ(Commit(store(), request)->outcome, CommitOutcome::kDuplicate);
  CommitRequest late = request;
  late.operation = 2;
  ASSERT_EQ(Commit(store(), late)->outcome, CommitOutcome::kConflict);
  CommitRequest bob = Create(base::CustomerId::Known("bob"));
  bob.stats = {{"welcome", "entered", 10}, {"welcome", "left", -1}};
  ASSERT_EQ(Commit(store(), bob)->outcome, CommitOutcome::kApplied);

  using Counters = std::map<std::string, std::int64_t>;
  const auto welcome = support::ReadStats(store(), "welcome");
  ASSERT_TRUE(welcome.ok()) << welcome.status();
  EXPECT_EQ(*welcome, (Counters{{"entered", 13}, {"left", -1}}));
  EXPECT_EQ(*support::ReadStats(store(), "other"), (Counters{{"sent", 5}}));
  EXPECT_EQ(*support::ReadStats(store(), "unheard of"), Counters{});
}

TEST_P(StoreContractTest, ChangesDocumentsOnTopOfTheRevisionSeen) {
  const auto empty = support::ReadDocuments(store());
  ASSERT_TRUE(empty.ok()) << empty.status();
  EXPECT_EQ(empty->revision, 0);
  EXPECT_TRUE(empty->by_name.empty());

  const auto first = support::WriteDocuments(store(), 0, {{"a", "1"}, {"b", "2"}});
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(support::WriteDocuments(store(), 0, {{"a", "9"}}).status().code(),
            absl::StatusCode::kAborted);
  const auto second =
      support::WriteDocuments(store(), *first, {{"a", std::nullopt}, {"c", "3"}, {"d", ""}});
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_GT(*second, *first);
  EXPECT_EQ(*support::ReadRevision(store()), *second);
  const auto documents = support::ReadDocuments(store());
  EXPECT_EQ(documents->revision, *second);
  EXPECT_EQ(documents->by_name,
            (std::map<std::string, std::string>{{"b", "2"}, {"c", "3"}, {"d", ""}}));
}

TEST_P(StoreContractTest, KeepsMarks) {
  EXPECT_EQ(*support::ReadMark(store(), "clock"), "");
  ASSERT_TRUE(support::WriteMark(store(), "clock", "one").ok());
  ASSERT_TRUE(support::WriteMark(store(), "clock", "two").ok());
  EXPECT_EQ(*support::ReadMark(store(), "clock"), "two");
  EXPECT_EQ(*support::ReadMark(store(), "other"), "");
}

TEST_P(StoreContractTest, ReplacesAMarkOnlyIfItIsAsExpected) {
  EXPECT_FALSE(*support::ReplaceMark(store(), "walk", "one", "two"));
  EXPECT_TRUE(*support::ReplaceMark(store(), "walk", "", "one"));
  EXPECT_FALSE(*support::ReplaceMark(store(), "walk", "", "two"));
  EXPECT_TRUE(*support::ReplaceMark(store(), "walk", "one", "two"));
  EXPECT_EQ(*support::ReadMark(store(), "walk"), "two");
}

// All customers in as many pages as it takes, from `position` on.
std::multiset<base::CustomerId> Everybody(messages::StorePort& store, std::string position = "") {
  std::multiset<base::CustomerId> everybody;
  do {
    const auto page = support::ReadCustomers(store, position, 10);
    if (!page.ok()) {
      ADD_FAILURE() << page.status();
      break;
    }
    EXPECT_EQ(page->from_start, position.empty());
    everybody.insert(page->customers.begin(), page->customers.end());
    position = page->next;
  } while (!position.empty());
  return everybody;
}

TEST_P(StoreContractTest, FindsEveryCustomerAndVisitorPageByPage) {
  EXPECT_TRUE(Everybody(store()).empty());
  std::set<base::CustomerId> known;
  for (int i = 0; i < 50; ++i) {
    known.insert(base::CustomerId::Known(absl::StrCat("}:c:*", i)));
    known.insert(base::CustomerId::Anonymous(absl::StrCat("v", i)));
  }
  for (const base::CustomerId& customer : known) {
    CommitRequest request = Create(customer, kNoon);
    request.stats = {{"welcome", "entered", 1}};
    ASSERT_TRUE(Commit(store(), request).ok());
  }
  ASSERT_TRUE(support::WriteMark(store(), "clock", "one").ok());
  const auto found = Everybody(store());
  EXPECT_EQ(std::set<base::CustomerId>(found.begin(), found.end()), known);
}

TEST_P(StoreContractTest, CommitsManyAtOnceAndAnswersEach) {
  constexpr int kCustomers = 500;
  support::Countdown left(kCustomers);
  std::atomic<int> applied{0};
  for (int i = 0; i < kCustomers; ++i) {
    CommitRequest request = Create(base::CustomerId::Known(absl::StrCat("c", i)), kNoon);
    request.stats = {{"welcome", "entered", 1}};
    store().Commit(request, [&](const absl::StatusOr<CommitReply>& reply) {
      if (reply.ok() && reply->outcome == CommitOutcome::kApplied) ++applied;
      left.CountDown();
    });
  }
  left.Await();
  EXPECT_EQ(applied, kCustomers);
  const auto due = ClaimAll(store(), kNoon, kNoon + absl::Hours(1));
  EXPECT_EQ(due.size(), static_cast<std::size_t>(kCustomers));
  EXPECT_EQ(std::set<base::CustomerId>(due.begin(), due.end()).size(), due.size());
  EXPECT_EQ(support::ReadStats(store(), "welcome")->at("entered"), kCustomers);
}

TEST_P(StoreContractTest, LetsOneOfSeveralCommitsOnOneStateThrough) {
  constexpr int kRivals = 200;
  support::Countdown left(kRivals);
  std::atomic<int> applied{0};
  std::atomic<int> conflicts{0};
  for (int i = 0; i < kRivals; ++i) {
    CommitRequest request = Create(kAlice);
    request.operation = static_cast<std::uint64_t>(i);
    store().Commit(request, [&](const absl::StatusOr<CommitReply>& reply) {
      if (reply.ok() && reply->outcome == CommitOutcome::kApplied) ++applied;
      if (reply.ok() && reply->outcome == CommitOutcome::kConflict) ++conflicts;
      left.CountDown();
    });
  }
  left.Await();
  EXPECT_EQ(applied, 1);
  EXPECT_EQ(conflicts, kRivals - 1);
}

TEST_P(StoreContractTest, LosesNoIncrementOfConcurrentWriters) {
  constexpr int kWriters = 2;
  constexpr int kTries = 300;
  ASSERT_TRUE(Commit(store(), Create(kAlice)).ok());
  std::atomic<std::uint64_t> applied{0};
  const auto write = [&](int writer) {
    messages::StoredRecord seen = *Load(store(), kAlice);
    for (int i = 0; i < kTries; ++i) {
      customer::Record next = *seen.record;
      ++next.events_total;
      next.seen.Add({.id_hash = next.events_total});
      const CommitRequest request = {.customer = kAlice,
                                     .expected = seen.tag,
                                     .archive = seen.archive,
                                     .operation = static_cast<std::uint64_t>(writer),
                                     .record = support::Shared(next),
                                     .stats = {}};
      const CommitReply reply = *Commit(store(), request);
      if (reply.outcome == CommitOutcome::kApplied) {
        ++applied;
        seen = {.record = std::move(next), .tag = reply.tag, .archive = reply.archive};
      } else {
        EXPECT_EQ(reply.outcome, CommitOutcome::kConflict);
        seen = *reply.current;
      }
    }
  };
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) writers.emplace_back(write, writer);
  for (std::thread& writer : writers) writer.join();
  EXPECT_GE(applied, static_cast<std::uint64_t>(kTries));
  const auto left = Load(store(), kAlice);
  EXPECT_EQ(left->record->events_total, 1 + applied);
  ASSERT_EQ(left->record->seen.size(), applied);
  for (std::size_t i = 0; i < applied; ++i) EXPECT_EQ(left->record->seen[i].id_hash, i + 2);
}

// With so many ids that most of them are kept apart from the record.
CommitRequest WithIds(std::uint64_t count) {
  CommitRequest request = Create(kAlice);
  customer::Record record = DueRecord(kNever);
  for (std::uint64_t i = 1; i <= count; ++i) record.seen.Add({.id_hash = i});
  request.record = support::Shared(std::move(record));
  return request;
}

TEST_P(StoreContractTest, ReturnsManyIdsOfEventsInAConflictToo) {
  const CommitRequest first = WithIds(300);
  ASSERT_TRUE(Commit(store(), first).ok());
  const auto reply = Commit(store(), WithIds(1));
  ASSERT_TRUE(reply.ok());
  ASSERT_EQ(reply->outcome, CommitOutcome::kConflict);
  EXPECT_EQ(reply->current->record, *first.record);
  EXPECT_EQ(reply->current->archive, Load(store(), kAlice)->archive);
}

TEST_P(StoreContractTest, ACommitThatIsNotAppliedLeavesTheIdsOfEventsAlone) {
  const auto first = Commit(store(), WithIds(300));
  CommitRequest second = WithIds(301);
  second.expected = first->tag;
  second.archive = first->archive;
  ASSERT_EQ(Commit(store(), second)->outcome, CommitOutcome::kApplied);
  CommitRequest late = WithIds(400);
  late.expected = first->tag;
  late.archive = first->archive;
  late.operation = 2;
  ASSERT_EQ(Commit(store(), late)->outcome, CommitOutcome::kConflict);
  EXPECT_EQ(Load(store(), kAlice)->record, *second.record);
}

TEST_P(StoreContractTest, WhoIsErasedHasNoIdsOfEventsAnyMore) {
  const auto first = Commit(store(), WithIds(300));
  CommitRequest erase = Create(kAlice);
  erase.expected = first->tag;
  erase.archive = first->archive;
  erase.record.reset();
  ASSERT_EQ(Commit(store(), erase)->outcome, CommitOutcome::kApplied);
  ASSERT_EQ(Commit(store(), WithIds(3))->outcome, CommitOutcome::kApplied);
  EXPECT_EQ(Load(store(), kAlice)->record->seen.size(), 3u);
}

}  // namespace
}  // namespace usher::store
