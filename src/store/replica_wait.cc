#include "store/replica_wait.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "store/redis_reply.h"

namespace usher::store {

void AwaitReplicas(RedisConnection* connection, const RedisConfig& config,
                   absl::AnyInvocable<void(absl::Status)> done) {
  const int wanted = connection->facts().replicas;
  if (wanted == 0) {
    done(absl::OkStatus());
    return;
  }
  // Shorter than the time after which the whole connection counts as dead.
  const std::int64_t wait_ms = absl::ToInt64Milliseconds(config.call_timeout / 2);
  connection->Send({"WAIT", absl::StrCat(wanted), absl::StrCat(wait_ms)},
                   [wanted, done = std::move(done)](auto reply) mutable {
                     if (!reply.ok()) {
                       done(reply.status());
                       return;
                     }
                     const auto acknowledged = Integer(**reply).value_or(0);
                     if (acknowledged >= wanted) {
                       done(absl::OkStatus());
                       return;
                     }
                     done(absl::UnavailableError(
                         absl::StrCat(acknowledged, " of ", wanted, " replicas have the commit")));
                   });
}

}  // namespace usher::store
