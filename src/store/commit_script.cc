#include "store/commit_script.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "store/key_names.h"
#include "store/redis_reply.h"
#include "store/stored_time.h"

namespace usher::store {
namespace {

// What the script answers besides the current value.
constexpr std::int64_t kApplied = 1;
constexpr std::int64_t kDuplicate = 2;

// What most records and keys take in a call; more is not wrong.
constexpr std::size_t kRecordBytes = 512;
constexpr std::size_t kKeyBytes = 64;

absl::string_view TagText(const messages::ChainTag& tag) {
  if (tag == messages::ChainTag{}) return "";
  return absl::string_view(tag.data(), tag.size());
}

// A customer's place on the agenda changes; `number` is his in the batch, from 1.
struct Move {
  std::size_t number = 0;
  int shard = 0;
};

// The moves, and the agendas they are on, both in the order of the shards.
class AgendaMoves {
 public:
  AgendaMoves(const std::vector<PendingCommit>& batch, std::vector<Move> moves)
      : batch_(batch), moves_(std::move(moves)) {
    std::stable_sort(moves_.begin(), moves_.end(),
                     [](const Move& left, const Move& right) { return left.shard < right.shard; });
    for (std::size_t i = 0; i < moves_.size(); ++i) {
      if (i == 0 || moves_[i].shard != moves_[i - 1].shard) lasts_.push_back(i);
      lasts_.back() = i;
    }
  }

  std::size_t size() const { return moves_.size(); }
  std::size_t agendas() const { return lasts_.size(); }

  void AddTo(ScriptCall* call) const {
    for (const Move& move : moves_) {
      const PendingCommit& commit = batch_[move.number - 1];
      const int bucket = AgendaBucketOf(commit.customer);
      call->keys.Add(AgendaBucketKey(move.shard, bucket));
      call->args.Add(absl::StrCat(move.number));
      const bool leaves = *commit.due == absl::InfiniteFuture();
      call->args.Add(leaves ? "" : absl::StrCat(ToMs(*commit.due)));
      call->args.Add(commit.customer.key());
      call->args.Add(absl::StrCat(bucket));
    }
    for (const std::size_t last : lasts_) {
      call->keys.Add(AgendaKey(moves_[last].shard));
      call->args.Add(absl::StrCat(last + 1));
    }
  }

 private:
  const std::vector<PendingCommit>& batch_;
  std::vector<Move> moves_;
  std::vector<std::size_t> lasts_;  // of each agenda
};

// The changes of archives of event ids.
class ArchiveChanges {
 public:
  void Add(std::size_t customer, const std::string& key, const ArchiveChange& change) {
    keys_.Add(key);
    args_.Add(absl::StrCat(customer));
    args_.Add(absl::StrCat(change.offset));
    args_.Add(change.bytes);
  }

  std::size_t size() const { return static_cast<std::size_t>(keys_.count()); }
  void AddTo(ScriptCall* call) const {
    call->keys.Append(keys_);
    call->args.Append(args_);
  }

 private:
  RedisWords keys_;
  RedisWords args_;
};

// Collects the batch's counters, each with its number among them and that of its stats hash.
class Counters {
 public:
  // `shard` is where the batch keeps its counters.
  explicit Counters(int shard) : shard_(shard) {}

  void Add(std::size_t customer, const customer::StatDelta& stat) {
    const auto [hash, new_hash] = hashes_.try_emplace(stat.journey, hashes_.size() + 1);
    if (new_hash) keys_.Add(StatsKey(shard_, stat.journey));
    const auto [counter, new_counter] =
        numbers_.try_emplace({stat.journey, stat.counter}, numbers_.size() + 1);
    if (new_counter) {
      names_.Add(absl::StrCat(hash->second));
      names_.Add(stat.counter);
    }
    moves_.Add(absl::StrCat(customer));
    moves_.Add(absl::StrCat(counter->second));
    moves_.Add(absl::StrCat(stat.delta));
  }

  std::size_t size() const { return numbers_.size(); }
  void AddTo(ScriptCall* call) const {
    call->keys.Append(keys_);
    call->args.Append(names_);
    call->args.Append(moves_);
  }

 private:
  const int shard_;
  std::map<absl::string_view, std::size_t> hashes_;
  std::map<std::pair<absl::string_view, absl::string_view>, std::size_t> numbers_;
  RedisWords keys_;
  RedisWords names_;
  RedisWords moves_;
};

messages::CommitReply Written(messages::CommitOutcome outcome, const PendingCommit& commit) {
  messages::CommitReply reply;
  reply.outcome = outcome;
  reply.tag = commit.state.tag;
  reply.archive = commit.state.archive;
  return reply;
}

absl::StatusOr<messages::CommitReply> ReadOne(const redisReply& reply,
                                              const PendingCommit& commit) {
  if (reply.type == REDIS_REPLY_INTEGER) {
    if (reply.integer == kApplied) return Written(messages::CommitOutcome::kApplied, commit);
    if (reply.integer == kDuplicate) return Written(messages::CommitOutcome::kDuplicate, commit);
    return UnexpectedReply("the commit script");
  }
  const auto parts = Elements(reply);
  const auto value = parts.size() == 2 ? Text(*parts[0]) : std::nullopt;
  const auto archived = parts.size() == 2 ? Text(*parts[1]) : std::nullopt;
  if (!value.has_value() || !archived.has_value()) return UnexpectedReply("the commit script");
  absl::StatusOr<messages::StoredRecord> current = DecodeState(commit.customer, *value, *archived);
  if (!current.ok()) return current.status();
  messages::CommitReply result;
  result.outcome = messages::CommitOutcome::kConflict;
  result.current = std::make_shared<messages::StoredRecord>(*std::move(current));
  return result;
}

}  // namespace

ScriptCall MakeCommitCall(int shards, const std::vector<PendingCommit>& batch) {
  const std::size_t size = batch.size();
  RedisWords records;
  ScriptCall call;
  records.Reserve(size * kRecordBytes);
  call.keys.Reserve(size * kKeyBytes);
  ArchiveChanges archives;
  std::vector<Move> moved;
  Counters counters(ShardOf(batch.front().customer, shards));
  for (std::size_t i = 0; i < size; ++i) {
    const PendingCommit& commit = batch[i];
    const int shard = ShardOf(commit.customer, shards);
    call.keys.Add(RecordKey(shard, commit.customer));
    records.Add(TagText(commit.expected));
    records.Add(commit.state.value);
    if (commit.state.change.kind != ArchiveChange::Kind::kNone) {
      archives.Add(i + 1, SeenKey(shard, commit.customer), commit.state.change);
    }
    if (commit.due) moved.push_back({i + 1, shard});
    for (const customer::StatDelta& stat : commit.stats) counters.Add(i + 1, stat);
  }
  const AgendaMoves moves(batch, std::move(moved));
  for (const std::size_t count :
       {size, archives.size(), moves.size(), moves.agendas(), counters.size()}) {
    call.args.Add(absl::StrCat(count));
  }
  call.args.Append(records);
  archives.AddTo(&call);
  moves.AddTo(&call);
  counters.AddTo(&call);
  return call;
}

std::vector<absl::StatusOr<messages::CommitReply>> ReadCommitReply(
    const redisReply& reply, const std::vector<PendingCommit>& batch) {
  std::vector<absl::StatusOr<messages::CommitReply>> results;
  results.reserve(batch.size());
  if (reply.type == REDIS_REPLY_INTEGER &&
      reply.integer == static_cast<std::int64_t>(batch.size())) {
    for (const PendingCommit& commit : batch) {
      results.push_back(Written(messages::CommitOutcome::kApplied, commit));
    }
    return results;
  }
  const auto outcomes = Elements(reply);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    results.push_back(outcomes.size() == batch.size() ? ReadOne(*outcomes[i], batch[i])
                                                      : absl::StatusOr<messages::CommitReply>(
                                                            UnexpectedReply("the commit script")));
  }
  return results;
}

}  // namespace usher::store
