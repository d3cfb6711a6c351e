#include "store/memory_store.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "store/key_names.h"
#include "store/record_codec.h"
#include "store/stored_time.h"

namespace usher::store {

using messages::StoreCallback;

namespace {

void MakeChange(const ArchiveChange& change, std::string* archive) {
  if (change.kind == ArchiveChange::Kind::kNone) return;
  archive->resize(change.offset);
  *archive += change.bytes;
}

}  // namespace

void MemoryStore::Agenda::Put(const std::string& customer, absl::Time due) {
  if (due == absl::InfiniteFuture()) {
    Remove(customer);
  } else {
    Set(customer, ToMs(due));
  }
}

void MemoryStore::Agenda::Set(const std::string& customer, std::int64_t ms) {
  Remove(customer);
  due_ms[customer] = ms;
  order.emplace(ms, customer);
}

void MemoryStore::Agenda::Remove(const std::string& customer) {
  const auto found = due_ms.find(customer);
  if (found == due_ms.end()) return;
  order.erase({found->second, customer});
  due_ms.erase(found);
}

MemoryStore::MemoryStore(int shards) : agendas_(static_cast<std::size_t>(shards)) {}

void MemoryStore::Load(const base::CustomerId& customer,
                       StoreCallback<messages::StoredRecord> done) {
  Kept kept;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = kept_.find(customer.key()); found != kept_.end()) kept = found->second;
  }
  done(DecodeState(customer, kept.value, kept.archive));
}

void MemoryStore::Commit(messages::CommitRequest request,
                         StoreCallback<messages::CommitReply> done) {
  done(Apply(request));
}

absl::StatusOr<messages::CommitReply> MemoryStore::Apply(const messages::CommitRequest& request) {
  const EncodedState state =
      EncodeState(request.expected, request.archive, request.operation, request.record.get());
  if (auto rejection = RejectOversized(state); rejection.has_value()) return *std::move(rejection);
  const std::string& key = request.customer.key();
  messages::CommitReply reply;
  reply.tag = state.tag;
  reply.archive = state.archive;

  const std::lock_guard lock(mutex_);
  Kept& kept = kept_[key];
  const messages::ChainTag current = TagOf(kept.value);
  if (current == state.tag) {
    reply.outcome = messages::CommitOutcome::kDuplicate;
  } else if (current != request.expected) {
    absl::StatusOr<messages::StoredRecord> stored =
        DecodeState(request.customer, kept.value, kept.archive);
    if (!stored.ok()) return stored.status();
    reply.outcome = messages::CommitOutcome::kConflict;
    reply.tag = {};
    reply.archive = {};
    reply.current = std::make_shared<messages::StoredRecord>(*std::move(stored));
  } else {
    reply.outcome = messages::CommitOutcome::kApplied;
    kept.value = state.value;
    MakeChange(state.change, &kept.archive);
    const absl::Time due =
        request.record ? customer::EarliestDue(*request.record) : absl::InfiniteFuture();
    Agenda& agenda = agendas_[static_cast<std::size_t>(ShardOf(request.customer, shards()))];
    if (!request.keep_due) agenda.Put(key, due);
    for (const customer::StatDelta& stat : request.stats) {
      stats_[stat.journey][stat.counter] += stat.delta;
    }
  }
  if (kept.value.empty()) kept_.erase(key);
  return reply;
}

void MemoryStore::ClaimDue(int shard, absl::Time now, absl::Time lease_until, int limit,
                           StoreCallback<messages::Claim> done) {
  if (shard < 0 || shard >= shards()) {
    done(absl::InvalidArgumentError(absl::StrCat("shard ", shard, ": there are ", shards())));
    return;
  }
  done(TakeDue(shard, now, lease_until, limit));
}

messages::Claim MemoryStore::TakeDue(int shard, absl::Time now, absl::Time lease_until, int limit) {
  const std::lock_guard lock(mutex_);
  Agenda& agenda = agendas_[static_cast<std::size_t>(shard)];
  std::vector<std::string> due;
  for (const auto& [ms, customer] : agenda.order) {
    if (ms > ToMs(now) || static_cast<int>(due.size()) >= limit) break;
    due.push_back(customer);
  }
  messages::Claim claim;
  for (const std::string& customer : due) {
    agenda.Set(customer, ToMs(lease_until));
    claim.customers.push_back(base::CustomerId::FromKey(customer));
  }
  if (!agenda.order.empty()) claim.next_due = FromMs(agenda.order.begin()->first);
  return claim;
}

void MemoryStore::ReadDocuments(StoreCallback<messages::Documents> done) {
  messages::Documents documents;
  {
    const std::lock_guard lock(mutex_);
    documents = documents_;
  }
  done(std::move(documents));
}

void MemoryStore::ReadRevision(StoreCallback<std::int64_t> done) {
  std::int64_t revision = 0;
  {
    const std::lock_guard lock(mutex_);
    revision = documents_.revision;
  }
  done(revision);
}

void MemoryStore::WriteDocuments(std::int64_t expected,
                                 std::map<std::string, std::optional<std::string>> changes,
                                 StoreCallback<std::int64_t> done) {
  done(Change(expected, std::move(changes)));
}

absl::StatusOr<std::int64_t> MemoryStore::Change(
    std::int64_t expected, std::map<std::string, std::optional<std::string>> changes) {
  const std::lock_guard lock(mutex_);
  if (documents_.revision != expected) {
    return absl::AbortedError(
        absl::StrCat("the documents are at revision ", documents_.revision, ", not at ", expected));
  }
  for (auto& [name, text] : changes) {
    if (text.has_value()) {
      documents_.by_name[name] = *std::move(text);
    } else {
      documents_.by_name.erase(name);
    }
  }
  return ++documents_.revision;
}

void MemoryStore::ReadStats(const std::string& journey,
                            StoreCallback<std::map<std::string, std::int64_t>> done) {
  std::map<std::string, std::int64_t> counters;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = stats_.find(journey); found != stats_.end()) counters = found->second;
  }
  done(std::move(counters));
}

void MemoryStore::ReadTags(const std::vector<base::CustomerId>& customers,
                           StoreCallback<std::vector<messages::ChainTag>> done) {
  std::vector<messages::ChainTag> tags;
  {
    const std::lock_guard lock(mutex_);
    for (const base::CustomerId& customer : customers) {
      const auto found = kept_.find(customer.key());
      tags.push_back(found == kept_.end() ? messages::ChainTag{} : TagOf(found->second.value));
    }
  }
  done(std::move(tags));
}

void MemoryStore::ReadMark(const std::string& name, StoreCallback<std::string> done) {
  std::string mark;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = marks_.find(name); found != marks_.end()) mark = found->second;
  }
  done(std::move(mark));
}

void MemoryStore::WriteMark(const std::string& name, const std::string& value,
                            StoreCallback<bool> done) {
  {
    const std::lock_guard lock(mutex_);
    marks_[name] = value;
  }
  done(true);
}

void MemoryStore::ReplaceMark(const std::string& name, const std::string& expected,
                              const std::string& value, StoreCallback<bool> done) {
  bool replaced = false;
  {
    const std::lock_guard lock(mutex_);
    std::string& mark = marks_[name];
    replaced = mark == expected;
    if (replaced) mark = value;
  }
  done(replaced);
}

void MemoryStore::ReadCustomers(const std::string& position, int count,
                                StoreCallback<messages::CustomerPage> done) {
  messages::CustomerPage page;
  page.from_start = position.empty();
  std::vector<std::string> keys;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [key, kept] : kept_) {
      if (key > position && !base::CustomerId::FromKey(key).is_address()) keys.push_back(key);
    }
  }
  std::sort(keys.begin(), keys.end());
  const auto wanted = static_cast<std::size_t>(std::max(count, 1));
  if (keys.size() > wanted) {
    keys.resize(wanted);
    page.next = keys.back();
  }
  for (const std::string& key : keys) page.customers.push_back(base::CustomerId::FromKey(key));
  done(std::move(page));
}

}  // namespace usher::store
