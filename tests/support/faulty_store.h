#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "messages/store_port.h"

namespace usher::support {

// What happens to one call.
enum class StoreFault : std::uint8_t {
  kNone,
  kRefuse,     // UNAVAILABLE, and nothing was done
  kDropReply,  // it is done, but the answer is UNAVAILABLE
};

// The calls of a store, for plans to tell apart.
enum class StoreCall : std::uint8_t {
  kLoad,
  kCommit,
  kClaimDue,
  kReadDocuments,
  kReadRevision,
  kWriteDocuments,
  kReadStats,
  kReadMark,
  kWriteMark,
  kReplaceMark,
  kReadCustomers,
};

// Decides the fate of a call; `subject` is the key of the customer, the number of the shard, or the
// name of the journey or mark, as the call has it. Must be thread-safe if the calls come from
// several threads.
using FaultPlan = std::function<StoreFault(StoreCall call, const std::string& subject)>;

// Any store, made to fail as planned.
class FaultyStore : public messages::StorePort {
 public:
  // `store` outlives this.
  FaultyStore(messages::StorePort* store, FaultPlan plan);

  void Load(const base::CustomerId& customer,
            messages::StoreCallback<messages::StoredRecord> done) override;
  void Commit(messages::CommitRequest request,
              messages::StoreCallback<messages::CommitReply> done) override;
  void ReadTags(const std::vector<base::CustomerId>& customers,
                messages::StoreCallback<std::vector<messages::ChainTag>> done) override;
  int shards() const override { return store_->shards(); }
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
  messages::Durability durability() const override { return store_->durability(); }
  bool available() const override { return store_->available(); }

 private:
  messages::StorePort* const store_;
  const FaultPlan plan_;
};

}  // namespace usher::support
