#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include <hiredis/hiredis.h>

#include "store/redis_address.h"
#include "store/redis_config.h"
#include "store/redis_facts.h"

namespace usher::store {

using RedisCommand = std::vector<std::string>;

// One command of a handshake, and what is made of its answer, which took so long to come.
struct HandshakeStep {
  RedisCommand command;
  std::function<absl::Status(const redisReply&, absl::Duration took)> accept;
};

// What has to be asked, in this order, on a new connection before anything is served from it; an
// error ends it. The answers are read into `facts`, which must outlive the steps. A store is only
// made when `known_id` is empty: what this gateway has seen cannot be new.
std::vector<HandshakeStep> Handshake(const RedisConfig& config, const RedisAddress& address,
                                     const std::string& known_id, RedisFacts* facts);

}  // namespace usher::store
