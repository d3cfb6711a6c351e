#include "store/handshake.h"

#include <array>
#include <cstddef>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "base/hash.h"
#include "store/key_names.h"
#include "store/redis_reply.h"
#include "store/scripts.h"

namespace usher::store {
namespace {

// 128 bits that no other store has.
std::string NewStoreId() {
  std::random_device device;
  std::array<std::random_device::result_type, 4> words;
  for (auto& word : words) word = device();
  return base::ToHex({reinterpret_cast<const char*>(words.data()), sizeof words});
}

absl::Status AcceptSuccess(const redisReply& reply, absl::Duration) { return StatusOf(reply); }

RedisCommand Auth(const RedisAddress& address, const std::string& password) {
  if (address.user.empty()) return {"AUTH", password};
  return {"AUTH", address.user, password};
}

RedisCommand Provision(const RedisConfig& config, bool may_make) {
  const int shards = config.shards == 0 ? kShardsDefault : config.shards;
  return {"EVAL",
          kProvisionScript,
          "1",
          kMetaKey,
          kSchema,
          absl::StrCat(shards),
          NewStoreId(),
          absl::StrCat(absl::ToUnixMillis(absl::Now())),
          may_make ? "1" : "0"};
}

HandshakeStep LoadScript(Script script, RedisFacts* facts) {
  return {{"SCRIPT", "LOAD", ScriptText(script)},
          [script, facts](const redisReply& reply, absl::Duration) {
            const auto hash = Text(reply);
            if (!hash.has_value()) {
              const absl::Status status = StatusOf(reply);
              return status.ok() ? UnexpectedReply("SCRIPT LOAD") : status;
            }
            facts->script_hashes[static_cast<std::size_t>(script)] = std::string(*hash);
            return absl::OkStatus();
          }};
}

}  // namespace

std::vector<HandshakeStep> Handshake(const RedisConfig& config, const RedisAddress& address,
                                     const std::string& known_id, RedisFacts* facts) {
  std::vector<HandshakeStep> steps;
  const std::string& password = config.password.empty() ? address.password : config.password;
  if (!password.empty()) steps.push_back({Auth(address, password), AcceptSuccess});
  if (address.database != 0) {
    steps.push_back({{"SELECT", absl::StrCat(address.database)}, AcceptSuccess});
  }
  // What may speak against this Redis comes before anything is written to it.
  steps.push_back({{"INFO"}, [&config, facts](const redisReply& reply, absl::Duration) {
                     return ReadInfo(config, reply, facts);
                   }});
  steps.push_back(
      {{"CONFIG", "GET", "append*"}, [&config, facts](const redisReply& reply, absl::Duration) {
         return ReadAppendConfig(config, reply, facts);
       }});
  steps.push_back({Provision(config, known_id.empty()),
                   [&config, known_id, facts](const redisReply& reply, absl::Duration) {
                     return ReadMeta(config, known_id, reply, facts);
                   }});
  for (std::size_t script = 0; script < kScriptCount; ++script) {
    steps.push_back(LoadScript(static_cast<Script>(script), facts));
  }
  steps.push_back({{"TIME"}, [facts](const redisReply& reply, absl::Duration took) {
                     const auto offset = ReadClockOffset(reply, absl::Now() - took / 2);
                     if (offset.ok()) facts->clock_offset = *offset;
                     return offset.status();
                   }});
  return steps;
}

}  // namespace usher::store
