#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"

#include "messages/store_port.h"

namespace usher::store {

// A store that ends with the process, with the semantics of the Redis store down to the stored
// bytes. Callbacks run before the call returns, on the caller's thread, without a lock held.
class MemoryStore : public messages::StorePort {
 public:
  explicit MemoryStore(int shards = 1);

  void Load(const base::CustomerId& customer,
            messages::StoreCallback<messages::StoredRecord> done) override;
  void Commit(messages::CommitRequest request,
              messages::StoreCallback<messages::CommitReply> done) override;
  void ReadTags(const std::vector<base::CustomerId>& customers,
                messages::StoreCallback<std::vector<messages::ChainTag>> done) override;
  int shards() const override { return static_cast<int>(agendas_.size()); }
  void ClaimDue(int shard, absl::Time now, absl::Time lease_until, int limit,
                messages::StoreCallback<messages::Claim> done) override;
  void ReadDocuments(messages::StoreCallback<messages::Documents> done) override;
  void ReadRevision(messages::StoreCallback<std::int64_t> done) override;
  void WriteDocuments(std::int64_t expected,
                      std::map<std::string, std::optional<std::string>> changes,
                      messages::StoreCallback<std::int64_t> done) override;
  void ReadStats(const std::string& journey,
                 messages::StoreCallback<std::map<std::string, std::int64_t>> done) override;
  void ReadMark(const std::string& name, messages::StoreCallback<std::string> done) override;
  void WriteMark(const std::string& name, const std::string& value,
                 messages::StoreCallback<bool> done) override;
  void ReplaceMark(const std::string& name, const std::string& expected, const std::string& value,
                   messages::StoreCallback<bool> done) override;
  void ReadCustomers(const std::string& position, int count,
                     messages::StoreCallback<messages::CustomerPage> done) override;
  messages::Durability durability() const override { return messages::Durability::kMemory; }
  bool available() const override { return true; }

 private:
  // Customers by due time, as a sorted set of Redis has them: ties go by name.
  struct Agenda {
    absl::flat_hash_map<std::string, std::int64_t> due_ms;
    std::set<std::pair<std::int64_t, std::string>> order;
    // InfiniteFuture takes him off.
    void Put(const std::string& customer, absl::Time due);
    void Set(const std::string& customer, std::int64_t ms);
    void Remove(const std::string& customer);
  };

  // Of a customer who has a record.
  struct Kept {
    std::string value;
    std::string archive;
  };

  absl::StatusOr<messages::CommitReply> Apply(const messages::CommitRequest& request);
  messages::Claim TakeDue(int shard, absl::Time now, absl::Time lease_until, int limit);
  absl::StatusOr<std::int64_t> Change(std::int64_t expected,
                                      std::map<std::string, std::optional<std::string>> changes);

  // Guards all that follows, but not the number of agendas, which never changes.
  std::mutex mutex_;
  absl::flat_hash_map<std::string, Kept> kept_;
  std::vector<Agenda> agendas_;
  messages::Documents documents_;
  std::map<std::string, std::map<std::string, std::int64_t>> stats_;
  std::map<std::string, std::string> marks_;
};

}  // namespace usher::store
