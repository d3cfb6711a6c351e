#include "tests/support/faulty_store.h"

#include <utility>

#include "absl/status/status.h"

namespace usher::support {
namespace {

using messages::StoreCallback;

// Carries out `call` with a callback that suffers `fault`.
template <class T, class Call>
void Perform(StoreFault fault, StoreCallback<T> done, Call call) {
  switch (fault) {
    case StoreFault::kNone:
      call(std::move(done));
      return;
    case StoreFault::kRefuse:
      done(absl::UnavailableError("refused as planned"));
      return;
    case StoreFault::kDropReply:
      call([done = std::move(done)](const absl::StatusOr<T>&) mutable {
        done(absl::UnavailableError("reply dropped as planned"));
      });
      return;
  }
}

}  // namespace

FaultyStore::FaultyStore(messages::StorePort* store, FaultPlan plan)
    : store_(store), plan_(std::move(plan)) {}

void FaultyStore::Load(const base::CustomerId& customer,
                       StoreCallback<messages::StoredRecord> done) {
  Perform(plan_(StoreCall::kLoad, customer.key()), std::move(done),
          [&](auto reply) { store_->Load(customer, std::move(reply)); });
}

void FaultyStore::Commit(messages::CommitRequest request,
                         StoreCallback<messages::CommitReply> done) {
  Perform(plan_(StoreCall::kCommit, request.customer.key()), std::move(done),
          [&](auto reply) { store_->Commit(std::move(request), std::move(reply)); });
}

void FaultyStore::ClaimDue(int shard, absl::Time now, absl::Time lease_until, int limit,
                           StoreCallback<messages::Claim> done) {
  Perform(plan_(StoreCall::kClaimDue, std::to_string(shard)), std::move(done),
          [&](auto reply) { store_->ClaimDue(shard, now, lease_until, limit, std::move(reply)); });
}

void FaultyStore::ReadDocuments(StoreCallback<messages::Documents> done) {
  Perform(plan_(StoreCall::kReadDocuments, ""), std::move(done),
          [&](auto reply) { store_->ReadDocuments(std::move(reply)); });
}

void FaultyStore::ReadRevision(StoreCallback<std::int64_t> done) {
  Perform(plan_(StoreCall::kReadRevision, ""), std::move(done),
          [&](auto reply) { store_->ReadRevision(std::move(reply)); });
}

void FaultyStore::WriteDocuments(std::int64_t expected,
                                 std::map<std::string, std::optional<std::string>> changes,
                                 StoreCallback<std::int64_t> done) {
  Perform(plan_(StoreCall::kWriteDocuments, ""), std::move(done), [&](auto reply) {
    store_->WriteDocuments(expected, std::move(changes), std::move(reply));
  });
}

void FaultyStore::ReadStats(const std::string& journey,
                            StoreCallback<std::map<std::string, std::int64_t>> done) {
  Perform(plan_(StoreCall::kReadStats, journey), std::move(done),
          [&](auto reply) { store_->ReadStats(journey, std::move(reply)); });
}

void FaultyStore::ReadTags(const std::vector<base::CustomerId>& customers,
                           StoreCallback<std::vector<messages::ChainTag>> done) {
  store_->ReadTags(customers, std::move(done));
}

void FaultyStore::ReadMark(const std::string& name, StoreCallback<std::string> done) {
  Perform(plan_(StoreCall::kReadMark, name), std::move(done),
          [&](auto reply) { store_->ReadMark(name, std::move(reply)); });
}

void FaultyStore::WriteMark(const std::string& name, const std::string& value,
                            StoreCallback<bool> done) {
  Perform(plan_(StoreCall::kWriteMark, name), std::move(done),
          [&](auto reply) { store_->WriteMark(name, value, std::move(reply)); });
}

void FaultyStore::ReplaceMark(const std::string& name, const std::string& expected,
                              const std::string& value, StoreCallback<bool> done) {
  Perform(plan_(StoreCall::kReplaceMark, name), std::move(done),
          [&](auto reply) { store_->ReplaceMark(name, expected, value, std::move(reply)); });
}

void FaultyStore::ReadCustomers(const std::string& position, int count,
                                StoreCallback<messages::CustomerPage> done) {
  Perform(plan_(StoreCall::kReadCustomers, position), std::move(done),
          [&](auto reply) { store_->ReadCustomers(position, count, std::move(reply)); });
}

}  // namespace usher::support
