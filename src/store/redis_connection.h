#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include <hiredis/async.h>

#include "store/event_loop.h"
#include "store/handshake.h"
#include "store/redis_address.h"
#include "store/redis_config.h"
#include "store/redis_facts.h"
#include "store/redis_words.h"
#include "store/scripts.h"

namespace usher::store {

// The connection to Redis, made anew whenever it is lost. Lives on the loop's thread.
class RedisConnection {
 public:
  // The answer, valid during the call only and never an error; or why there is none.
  using ReplyCallback = absl::AnyInvocable<void(absl::StatusOr<const redisReply*>)>;

  struct Listener {
    // Everything was found right; commands are taken.
    std::function<void(const RedisFacts&)> on_serving;
    // Commands are not taken any more, or still not: FAILED_PRECONDITION when this Redis must not
    // be served from, UNAVAILABLE when it cannot be reached.
    std::function<void(const absl::Status&)> on_away;
  };

  // `loop` and `config` outlive this.
  RedisConnection(EventLoop* loop, const RedisConfig& config, RedisAddress address,
                  Listener listener);
  // Every command still under way fails before this returns.
  ~RedisConnection();
  RedisConnection(const RedisConnection&) = delete;
  RedisConnection& operator=(const RedisConnection&) = delete;

  void Connect();

  bool serving() const { return serving_; }
  // What was found when it last was serving.
  const RedisFacts& facts() const { return facts_; }
  // Why it is not serving.
  const absl::Status& why_away() const { return why_away_; }

  // Sends a command; answers come in the order of sending.
  void Send(const RedisCommand& command, ReplyCallback done);
  // Runs a script with the key and the id of the store before the call's keys and args. One that
  // Redis has forgotten is sent again, so its order is not kept then.
  void Run(Script script, const ScriptCall& call, ReplyCallback done);
  // Gives the connection up because of `why` and starts over.
  void Drop(const absl::Status& why);

 private:
  // What hiredis calls back with; null when the connection was lost.
  using RawCallback = absl::AnyInvocable<void(const redisReply*)>;

  static void OnConnect(const redisAsyncContext* context, int status);
  static void OnDisconnect(const redisAsyncContext* context, int status);
  static void OnReply(redisAsyncContext* context, void* reply, void* callback);

  // `command` as CommandOf() writes it.
  void Dispatch(const std::string& command, RawCallback done);
  void Conclude(const redisReply* reply, ReplyCallback& done);
  void TakeStep();
  void Lose(const absl::Status& why);
  void CheckTime();

  EventLoop* const loop_;
  const RedisConfig& config_;
  const RedisAddress address_;
  const Listener listener_;
  LoopTimer retry_timer_;
  LoopTimer check_timer_;

  redisAsyncContext* context_ = nullptr;
  absl::Duration connecting_since_;
  // When each command was sent that has no answer yet.
  std::deque<absl::Duration> sent_;
  std::vector<HandshakeStep> steps_;
  std::size_t step_ = 0;
  bool serving_ = false;
  absl::Status why_away_;
  RedisFacts facts_;
  // What the handshake under way has found so far.
  RedisFacts found_;
  absl::Duration pause_;
  std::minstd_rand jitter_{std::random_device{}()};
};

}  // namespace usher::store
