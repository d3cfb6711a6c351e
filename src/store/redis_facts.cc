#include "store/redis_facts.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"

#include "store/redis_reply.h"

namespace usher::store {
namespace {

constexpr int kRedisMajorMin = 7;

// The value of `name` in the text of INFO; empty when it is not there.
absl::string_view InfoField(absl::string_view info, absl::string_view name) {
  for (absl::string_view line : absl::StrSplit(info, '\n')) {
    if (!absl::ConsumePrefix(&line, name) || !absl::ConsumePrefix(&line, ":")) continue;
    absl::ConsumeSuffix(&line, "\r");
    return line;
  }
  return "";
}

int Number(absl::string_view text) {
  int number = 0;
  return absl::SimpleAtoi(text, &number) ? number : 0;
}

}  // namespace

absl::Status ReadInfo(const RedisConfig& config, const redisReply& reply, RedisFacts* facts) {
  if (absl::Status status = StatusOf(reply); !status.ok()) return status;
  const auto info = Text(reply);
  if (!info.has_value()) return UnexpectedReply("INFO");
  const absl::string_view version = InfoField(*info, "redis_version");
  if (Number(version.substr(0, version.find('.'))) < kRedisMajorMin) {
    return absl::FailedPreconditionError(
        absl::StrCat("Redis is of version ", version, "; at least ", kRedisMajorMin,
                     ".0 is needed, whose scripts say whether they run when its memory is full"));
  }
  if (InfoField(*info, "role") == "slave") {
    return absl::UnavailableError("Redis is a replica; the master is needed");
  }
  if (InfoField(*info, "loading") == "1") {
    return absl::UnavailableError("Redis is still loading its data");
  }
  const absl::string_view policy = InfoField(*info, "maxmemory_policy");
  if (policy != "noeviction" && !config.allow_eviction) {
    return absl::FailedPreconditionError(absl::StrCat(
        "maxmemory-policy of Redis is '", policy,
        "', which throws customers away when the memory is full; it must be noeviction"));
  }
  if (config.durability == messages::Durability::kReplicated) {
    const int connected = Number(InfoField(*info, "connected_slaves"));
    facts->replicas = config.replicas > 0 ? config.replicas : std::max(1, connected);
  }
  facts->run_id = std::string(InfoField(*info, "run_id"));
  facts->memory_used = ReadMemoryUsed(reply);
  return absl::OkStatus();
}

absl::Status ReadAppendConfig(const RedisConfig& config, const redisReply& reply,
                              RedisFacts* facts) {
  using messages::Durability;
  if (config.durability == Durability::kReplicated) {
    facts->durability = Durability::kReplicated;
    return absl::OkStatus();
  }
  if (reply.type == REDIS_REPLY_ERROR) {
    facts->durability = config.durability.value_or(Durability::kMemory);
    return absl::OkStatus();
  }
  absl::string_view appendonly;
  absl::string_view appendfsync;
  const auto pairs = Elements(reply);
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
    const auto name = Text(*pairs[i]);
    const auto value = Text(*pairs[i + 1]);
    if (!name.has_value() || !value.has_value()) return UnexpectedReply("CONFIG GET");
    if (*name == "appendonly") appendonly = *value;
    if (*name == "appendfsync") appendfsync = *value;
  }
  if (appendonly != "yes" || appendfsync == "no") {
    facts->durability = Durability::kMemory;
  } else {
    facts->durability = appendfsync == "always" ? Durability::kSynced : Durability::kLocal;
  }
  return absl::OkStatus();
}

absl::Status ReadMeta(const RedisConfig& config, absl::string_view known_id,
                      const redisReply& reply, RedisFacts* facts) {
  if (absl::Status status = StatusOf(reply); !status.ok()) return status;
  if (const auto verdict = Text(reply); verdict.has_value()) {
    if (!known_id.empty()) return StoreReplaced();
    return absl::FailedPreconditionError(
        "the Redis database is not empty and holds no store of usher; give it an empty one");
  }
  const auto fields = Elements(reply);
  if (fields.size() != 3) return UnexpectedReply("the provision script");
  const auto schema = Text(*fields[0]);
  const auto shards = Text(*fields[1]);
  const auto id = Text(*fields[2]);
  if (schema != absl::string_view(kSchema)) {
    return absl::FailedPreconditionError(absl::StrCat("the store has schema '", schema.value_or(""),
                                                      "'; this version knows ", kSchema));
  }
  if (!id.has_value() || !shards.has_value() || !absl::SimpleAtoi(*shards, &facts->shards) ||
      facts->shards < 1 || facts->shards > kShardsMax) {
    return absl::FailedPreconditionError("the store's meta data are damaged");
  }
  if (!known_id.empty() && *id != known_id) return StoreReplaced();
  if (config.shards != 0 && facts->shards != config.shards) {
    return absl::FailedPreconditionError(
        absl::StrCat("the store has ", facts->shards, " shards, not ", config.shards,
                     "; their number is fixed when a store is made"));
  }
  facts->store_id = std::string(*id);
  return absl::OkStatus();
}

absl::StatusOr<absl::Duration> ReadClockOffset(const redisReply& reply, absl::Time half_way) {
  const auto parts = Elements(reply);
  if (parts.size() != 2) return UnexpectedReply("TIME");
  const auto seconds = Integer(*parts[0]);
  const auto micros = Integer(*parts[1]);
  if (!seconds.has_value() || !micros.has_value()) return UnexpectedReply("TIME");
  return absl::FromUnixSeconds(*seconds) + absl::Microseconds(*micros) - half_way;
}

double ReadMemoryUsed(const redisReply& reply) {
  double used = 0;
  double most = 0;
  const absl::string_view info = Text(reply).value_or("");
  if (!absl::SimpleAtod(InfoField(info, "used_memory"), &used) ||
      !absl::SimpleAtod(InfoField(info, "maxmemory"), &most) || most <= 0) {
    return 0;
  }
  return used / most;
}

absl::Status StoreReplaced() {
  return absl::FailedPreconditionError(
      "the store was replaced or emptied: nothing is served until Redis holds the data again that "
      "it held when this gateway started");
}

}  // namespace usher::store
