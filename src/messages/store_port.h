#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "base/hash.h"
#include "base/ids.h"
#include "customer/record.h"
#include "customer/stat_delta.h"

namespace usher::messages {

// Identifies one state in a customer's history: the hash of the tag before, of the operation and
// of the new state. All zero: no record.
using ChainTag = base::Digest;

// How well an acknowledged commit is kept. Numbers equal those of usher.v1.Durability.
enum class Durability : std::uint8_t { kMemory = 1, kLocal = 2, kSynced = 3, kReplicated = 4 };

// Which of a record's event ids the store keeps apart from it, so that a commit need not write them
// again: the store's own affair, handed back to it with the next commit. Empty is never wrong, but
// then all ids are written.
struct SeenArchive {
  std::uint64_t dropped = 0;  // customer::SeenEvents::dropped() at the time
  std::uint32_t live = 0;     // ids; the first of the record's are these
  std::uint32_t past = 0;     // ids before them that the record has no more
  std::uint32_t bytes = 0;    // of all of them
  std::uint32_t check = 0;    // over all of them
  friend bool operator==(const SeenArchive&, const SeenArchive&) = default;
};

// A record as it is in the store; no record and a zero tag when there is none.
struct StoredRecord {
  std::optional<customer::Record> record;
  ChainTag tag{};
  SeenArchive archive;
};

// Replaces a customer's record if it still is what the caller saw.
struct CommitRequest {
  base::CustomerId customer;
  ChainTag expected{};
  // That of the state with this tag.
  SeenArchive archive = {};
  // Tells this operation apart from others on the same state; the same operation asked again after
  // a lost reply is answered kDuplicate.
  std::uint64_t operation = 0;
  // The new record, which does not change before the answer; null to delete the one there is.
  std::shared_ptr<const customer::Record> record;
  // The customer stays on the agenda where he is: what is due first did not change, and he was not
  // claimed for this.
  bool keep_due = false;
  // Written even when the store's memory is full: opt-outs, erasures and outcomes of messages.
  bool urgent = false;
  std::vector<customer::StatDelta> stats;
};

enum class CommitOutcome : std::uint8_t {
  kApplied,
  kDuplicate,  // this very operation had been applied already
  kConflict,   // somebody else was faster; `current` is what they left
  kRejected,   // the store cannot take it; `reason` says why
};

struct CommitReply {
  CommitOutcome outcome = CommitOutcome::kRejected;
  ChainTag tag{};                         // of the new state, when applied or duplicate
  SeenArchive archive = {};               // likewise
  std::shared_ptr<StoredRecord> current;  // when in conflict
  std::string reason;                     // when rejected
};

// Customers who are due, now claimed for the caller until the lease ends.
struct Claim {
  std::vector<base::CustomerId> customers;
  // When the next customer of the shard is due; InfiniteFuture when nobody is. Not after `now`
  // when the limit cut the claim short.
  absl::Time next_due = absl::InfiniteFuture();
};

// Small named texts, such as journeys' definitions, under one revision that every change moves.
struct Documents {
  std::int64_t revision = 0;
  std::map<std::string, std::string> by_name;
};

// Some of the customers and visitors that there are.
struct CustomerPage {
  std::vector<base::CustomerId> customers;  // may be none, though there are more pages
  std::string next;                         // where the next page begins; empty after the last
  bool from_start = false;                  // it is the first page, whatever was asked for
};

template <class T>
using StoreCallback = absl::AnyInvocable<void(absl::StatusOr<T>)>;

// What must survive. Thread-safe. Callbacks run on the store's own thread, or before the call
// returns; they must not block. Every callback is called exactly once, with UNAVAILABLE when the
// store is away; the fate of a commit is then unknown and the same request may be made again.
class StorePort {
 public:
  virtual ~StorePort() = default;

  virtual void Load(const base::CustomerId& customer, StoreCallback<StoredRecord> done) = 0;
  virtual void Commit(CommitRequest request, StoreCallback<CommitReply> done) = 0;

  // The tags of up to 1,000 customers, in their order: much cheaper than to load them, to see who
  // has changed.
  virtual void ReadTags(const std::vector<base::CustomerId>& customers,
                        StoreCallback<std::vector<ChainTag>> done) = 0;

  // Number of shards, fixed for the life of a store.
  virtual int shards() const = 0;
  // Claims at most `limit` customers of `shard` with something due at or before `now`, until
  // `lease_until`: unless committed before, they are due again then.
  virtual void ClaimDue(int shard, absl::Time now, absl::Time lease_until, int limit,
                        StoreCallback<Claim> done) = 0;

  // All documents with their revision.
  virtual void ReadDocuments(StoreCallback<Documents> done) = 0;
  // The revision alone.
  virtual void ReadRevision(StoreCallback<std::int64_t> done) = 0;
  // Sets documents (nullopt deletes one) if the revision still is `expected`; gives the new
  // revision, or ABORTED when it is another.
  virtual void WriteDocuments(std::int64_t expected,
                              std::map<std::string, std::optional<std::string>> changes,
                              StoreCallback<std::int64_t> done) = 0;

  // All counters of a journey, summed.
  virtual void ReadStats(const std::string& journey,
                         StoreCallback<std::map<std::string, std::int64_t>> done) = 0;

  // A text that outlives the gateway, such as where a fast clock stands; empty when never set.
  virtual void ReadMark(const std::string& name, StoreCallback<std::string> done) = 0;
  virtual void WriteMark(const std::string& name, const std::string& value,
                         StoreCallback<bool> done) = 0;

  // Sets a mark if it still is `expected`; gives whether it was.
  virtual void ReplaceMark(const std::string& name, const std::string& expected,
                           const std::string& value, StoreCallback<bool> done) = 0;

  // Those whose records follow `position`, about `count` of them; an empty position is the
  // beginning. Whoever has a record from the first page to the last is in at least one of them.
  // Positions outlive the gateway. One that means nothing any more, because Redis was started
  // anew, is the beginning.
  virtual void ReadCustomers(const std::string& position, int count,
                             StoreCallback<CustomerPage> done) = 0;

  // How well commits are kept now.
  virtual Durability durability() const = 0;
  // Whether the store can be reached now.
  virtual bool available() const = 0;
};

}  // namespace usher::messages
