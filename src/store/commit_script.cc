#include "store/commit_script.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
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

std::string TagText(const messages::ChainTag& tag) {
  if (tag == messages::ChainTag{}) return "";
  return std::string(tag.data(), tag.size());
}

template <class Strings>
void Append(Strings strings, std::vector<std::string>* out) {
  std::move(strings.begin(), strings.end(), std::back_inserter(*out));
}

// Collects the moves on the agendas, which come in the order of their shards.
class AgendaMoves {
 public:
  void Add(std::size_t number, int shard, const base::CustomerId& customer, absl::Time due) {
    if (shard != shard_) {
      shard_ = shard;
      agendas_.push_back(AgendaKey(shard));
      lasts_.emplace_back();
    }
    const int bucket = AgendaBucketOf(customer);
    buckets_.push_back(AgendaBucketKey(shard, bucket));
    moves_.push_back(absl::StrCat(number));
    moves_.push_back(due == absl::InfiniteFuture() ? "" : absl::StrCat(ToMs(due)));
    moves_.push_back(customer.key());
    moves_.push_back(absl::StrCat(bucket));
    lasts_.back() = absl::StrCat(buckets_.size());
  }

  std::size_t size() const { return buckets_.size(); }
  std::size_t agendas() const { return agendas_.size(); }
  void MoveTo(CommitCall* call) {
    Append(std::move(buckets_), &call->keys);
    Append(std::move(agendas_), &call->keys);
    Append(std::move(moves_), &call->args);
    Append(std::move(lasts_), &call->args);
  }

 private:
  int shard_ = -1;
  std::vector<std::string> buckets_;
  std::vector<std::string> agendas_;
  std::vector<std::string> moves_;
  std::vector<std::string> lasts_;
};

// Collects the batch's counters, each with its number among them and that of its stats hash.
class Counters {
 public:
  // `shard` is where the batch keeps its counters.
  explicit Counters(int shard) : shard_(shard) {}

  void Add(std::size_t customer, const customer::StatDelta& stat) {
    const auto [hash, new_hash] = hashes_.try_emplace(stat.journey, hashes_.size() + 1);
    if (new_hash) keys_.push_back(StatsKey(shard_, stat.journey));
    const auto [counter, new_counter] =
        numbers_.try_emplace({stat.journey, stat.counter}, numbers_.size() + 1);
    if (new_counter) {
      names_.push_back(absl::StrCat(hash->second));
      names_.push_back(stat.counter);
    }
    moves_.push_back(absl::StrCat(customer));
    moves_.push_back(absl::StrCat(counter->second));
    moves_.push_back(absl::StrCat(stat.delta));
  }

  std::size_t size() const { return numbers_.size(); }
  void MoveTo(CommitCall* call) {
    Append(std::move(keys_), &call->keys);
    Append(std::move(names_), &call->args);
    Append(std::move(moves_), &call->args);
  }

 private:
  const int shard_;
  std::map<absl::string_view, std::size_t> hashes_;
  std::map<std::pair<absl::string_view, absl::string_view>, std::size_t> numbers_;
  std::vector<std::string> keys_;
  std::vector<std::string> names_;
  std::vector<std::string> moves_;
};

absl::StatusOr<messages::CommitReply> ReadOne(const redisReply& reply,
                                              const PendingCommit& commit) {
  messages::CommitReply result;
  if (reply.type == REDIS_REPLY_INTEGER) {
    if (reply.integer != kApplied && reply.integer != kDuplicate) {
      return UnexpectedReply("the commit script");
    }
    result.outcome = reply.integer == kApplied ? messages::CommitOutcome::kApplied
                                               : messages::CommitOutcome::kDuplicate;
    result.tag = commit.state.tag;
    return result;
  }
  const auto value = Text(reply);
  if (!value.has_value()) return UnexpectedReply("the commit script");
  absl::StatusOr<messages::StoredRecord> current = DecodeState(commit.customer, *value);
  if (!current.ok()) return current.status();
  result.outcome = messages::CommitOutcome::kConflict;
  result.current = *std::move(current);
  return result;
}

}  // namespace

CommitCall MakeCommitCall(int shards, std::vector<PendingCommit>* batch) {
  const auto shard_of = [shards](const PendingCommit& commit) {
    return ShardOf(commit.customer, shards);
  };
  std::stable_sort(batch->begin(), batch->end(), [&](const auto& left, const auto& right) {
    return shard_of(left) < shard_of(right);
  });

  const std::size_t size = batch->size();
  Counters counters(shard_of(batch->front()));
  AgendaMoves moves;
  CommitCall call;
  call.args = {absl::StrCat(size), "", "", ""};
  for (std::size_t i = 0; i < size; ++i) {
    PendingCommit& commit = (*batch)[i];
    const int shard = shard_of(commit);
    call.keys.push_back(RecordKey(shard, commit.customer));
    call.args.push_back(TagText(commit.expected));
    call.args.push_back(commit.urgent ? commit.state.value : std::move(commit.state.value));
    if (commit.due) moves.Add(i + 1, shard, commit.customer, *commit.due);
    for (const customer::StatDelta& stat : commit.stats) counters.Add(i + 1, stat);
  }
  call.args[1] = absl::StrCat(moves.size());
  call.args[2] = absl::StrCat(moves.agendas());
  call.args[3] = absl::StrCat(counters.size());
  moves.MoveTo(&call);
  counters.MoveTo(&call);
  return call;
}

std::vector<absl::StatusOr<messages::CommitReply>> ReadCommitReply(
    const redisReply& reply, const std::vector<PendingCommit>& batch) {
  std::vector<absl::StatusOr<messages::CommitReply>> results;
  results.reserve(batch.size());
  const auto outcomes = Elements(reply);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    results.push_back(outcomes.size() == batch.size() ? ReadOne(*outcomes[i], batch[i])
                                                      : absl::StatusOr<messages::CommitReply>(
                                                            UnexpectedReply("the commit script")));
  }
  return results;
}

}  // namespace usher::store
