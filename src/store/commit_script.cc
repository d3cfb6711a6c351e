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
    std::move(keys_.begin(), keys_.end(), std::back_inserter(call->keys));
    std::move(names_.begin(), names_.end(), std::back_inserter(call->args));
    std::move(moves_.begin(), moves_.end(), std::back_inserter(call->args));
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
  const int first_shard = shard_of(batch->front());
  Counters counters(first_shard);
  std::vector<std::string> agendas;
  std::vector<std::string> lasts;
  CommitCall call;
  call.args = {absl::StrCat(size), "", ""};
  int shard = -1;
  for (std::size_t i = 0; i < size; ++i) {
    PendingCommit& commit = (*batch)[i];
    if (shard_of(commit) != shard) {
      if (i > 0) lasts.push_back(absl::StrCat(i));
      shard = shard_of(commit);
      agendas.push_back(AgendaKey(shard));
    }
    call.keys.push_back(RecordKey(shard, commit.customer));
    call.args.push_back(TagText(commit.expected));
    call.args.push_back(std::move(commit.state.value));
    call.args.push_back(commit.due == absl::InfiniteFuture() ? "" : absl::StrCat(ToMs(commit.due)));
    call.args.push_back(commit.customer.key());
    for (const customer::StatDelta& stat : commit.stats) counters.Add(i + 1, stat);
  }
  lasts.push_back(absl::StrCat(size));
  call.args[1] = absl::StrCat(agendas.size());
  call.args[2] = absl::StrCat(counters.size());
  std::move(agendas.begin(), agendas.end(), std::back_inserter(call.keys));
  std::move(lasts.begin(), lasts.end(), std::back_inserter(call.args));
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
