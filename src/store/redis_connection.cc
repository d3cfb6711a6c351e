#include "store/redis_connection.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"

#include "store/key_names.h"
#include "store/redis_poll.h"
#include "store/redis_reply.h"

namespace usher::store {
namespace {

// Errors after which this connection is of no use: the server has another role, another store or
// other rights for us, which a new handshake finds out.
constexpr const char* kFatalCodes[] = {"READONLY", "MASTERDOWN", "LOADING",
                                       "NOAUTH",   "NOPERM",     kReplacedCode};

RedisConnection* Owner(const redisAsyncContext* context) {
  return static_cast<RedisConnection*>(context->data);
}

absl::Status Unreachable(const RedisAddress& address, absl::string_view why) {
  return absl::UnavailableError(absl::StrCat("Redis at ", address.ToString(), ": ", why));
}

std::string Written(const RedisCommand& command) {
  RedisWords words;
  for (const std::string& word : command) words.Add(word);
  return CommandOf(words);
}

std::string Evaluate(absl::string_view how, absl::string_view script, const RedisWords& rest) {
  RedisWords words;
  words.Add(how);
  words.Add(script);
  words.Append(rest);
  return CommandOf(words);
}

}  // namespace

RedisConnection::RedisConnection(EventLoop* loop, const RedisConfig& config, RedisAddress address,
                                 Listener listener)
    : loop_(loop),
      config_(config),
      address_(std::move(address)),
      listener_(std::move(listener)),
      retry_timer_(loop, [this] { Connect(); }),
      check_timer_(loop, [this] { CheckTime(); }),
      why_away_(Unreachable(address_, "not connected yet")),
      pause_(config.retry_min) {
  const absl::Duration interval =
      std::clamp(config_.call_timeout / 10, absl::Milliseconds(5), absl::Milliseconds(250));
  check_timer_.Start(interval, interval);
}

RedisConnection::~RedisConnection() {
  serving_ = false;
  why_away_ = absl::UnavailableError("the gateway is shutting down");
  if (context_ != nullptr) redisAsyncFree(std::exchange(context_, nullptr));
}

void RedisConnection::Connect() {
  const std::string& path = address_.socket_path;
  context_ = path.empty() ? redisAsyncConnect(address_.host.c_str(), address_.port)
                          : redisAsyncConnectUnix(path.c_str());
  if (context_ == nullptr) {
    Lose(Unreachable(address_, "out of memory"));
    return;
  }
  context_->data = this;
  if (context_->err != 0) {
    Drop(Unreachable(address_, context_->errstr));
    return;
  }
  sent_.clear();
  connecting_since_ = EventLoop::Now();
  AttachToLoop(context_, loop_->uv());
  redisAsyncSetConnectCallback(context_, OnConnect);
  redisAsyncSetDisconnectCallback(context_, OnDisconnect);
}

void RedisConnection::OnConnect(const redisAsyncContext* context, int status) {
  RedisConnection* self = Owner(context);
  if (context != self->context_) return;
  if (status != REDIS_OK) {
    // hiredis frees the context itself.
    self->Lose(Unreachable(self->address_, context->errstr));
    return;
  }
  self->found_ = RedisFacts{};
  self->steps_ = Handshake(self->config_, self->address_, self->facts_.store_id, &self->found_);
  self->step_ = 0;
  self->TakeStep();
}

void RedisConnection::OnDisconnect(const redisAsyncContext* context, int) {
  RedisConnection* self = Owner(context);
  if (context == self->context_) self->Lose(Unreachable(self->address_, context->errstr));
}

void RedisConnection::TakeStep() {
  if (step_ == steps_.size()) {
    serving_ = true;
    pause_ = config_.retry_min;
    facts_ = found_;
    listener_.on_serving(facts_);
    return;
  }
  const absl::Duration asked = EventLoop::Now();
  Dispatch(Written(steps_[step_].command), [this, asked](const redisReply* reply) {
    if (reply == nullptr) return;
    const absl::Status status = steps_[step_].accept(*reply, EventLoop::Now() - asked);
    if (status.ok()) {
      ++step_;
      TakeStep();
    } else if (absl::IsFailedPrecondition(status)) {
      Drop(status);
    } else {
      Drop(Unreachable(address_, status.message()));
    }
  });
}

void RedisConnection::Send(const RedisCommand& command, ReplyCallback done) {
  if (!serving_) {
    done(why_away_);
    return;
  }
  Dispatch(Written(command), [this, done = std::move(done)](const redisReply* reply) mutable {
    Conclude(reply, done);
  });
}

void RedisConnection::Run(Script script, const ScriptCall& call, ReplyCallback done) {
  if (!serving_) {
    done(why_away_);
    return;
  }
  RedisWords rest;
  rest.Add(absl::StrCat(1 + call.keys.count()));
  rest.Add(kMetaKey);
  rest.Append(call.keys);
  rest.Add(facts_.store_id);
  rest.Append(call.args);
  const std::string& hash = facts_.script_hashes[static_cast<std::size_t>(script)];
  const std::string command = Evaluate("EVALSHA", hash, rest);
  Dispatch(command, [this, script, rest = std::move(rest),
                     done = std::move(done)](const redisReply* reply) mutable {
    if (reply == nullptr || !IsError(*reply, "NOSCRIPT") || !serving_) {
      Conclude(reply, done);
      return;
    }
    // Redis was told to forget its scripts; this teaches it again.
    Dispatch(
        Evaluate("EVAL", ScriptText(script), rest),
        [this, done = std::move(done)](const redisReply* again) mutable { Conclude(again, done); });
  });
}

void RedisConnection::Conclude(const redisReply* reply, ReplyCallback& done) {
  if (reply == nullptr) {
    done(why_away_);
    return;
  }
  absl::Status status = StatusOf(*reply);
  if (status.ok()) {
    done(reply);
    return;
  }
  if (IsError(*reply, kReplacedCode)) status = StoreReplaced();
  const bool fatal = std::any_of(std::begin(kFatalCodes), std::end(kFatalCodes),
                                 [&](const char* code) { return IsError(*reply, code); });
  if (fatal) Drop(status);
  done(status);
}

void RedisConnection::Dispatch(const std::string& command, RawCallback done) {
  auto callback = std::make_unique<RawCallback>(std::move(done));
  const int result =
      redisAsyncFormattedCommand(context_, OnReply, callback.get(), command.data(), command.size());
  if (result != REDIS_OK) {
    (*callback)(nullptr);
    return;
  }
  callback.release();
  sent_.push_back(EventLoop::Now());
}

void RedisConnection::OnReply(redisAsyncContext* context, void* reply, void* callback) {
  const std::unique_ptr<RawCallback> done(static_cast<RawCallback*>(callback));
  RedisConnection* self = Owner(context);
  if (context == self->context_) {
    if (!self->sent_.empty()) self->sent_.pop_front();
    // Without an answer hiredis is about to free the context.
    if (reply == nullptr) {
      const absl::string_view why = context->errstr;
      self->Lose(Unreachable(self->address_, why.empty() ? "the connection was lost" : why));
    }
  }
  (*done)(static_cast<const redisReply*>(reply));
}

void RedisConnection::Drop(const absl::Status& why) {
  redisAsyncContext* context = context_;
  if (context == nullptr) return;
  Lose(why);
  redisAsyncFree(context);
}

void RedisConnection::Lose(const absl::Status& why) {
  context_ = nullptr;
  serving_ = false;
  why_away_ = why;
  listener_.on_away(why);
  std::uniform_real_distribution<double> part(0.5, 1.0);
  retry_timer_.Start(pause_ * part(jitter_));
  pause_ = std::min(pause_ * 2, config_.retry_max);
}

void RedisConnection::CheckTime() {
  if (context_ == nullptr) return;
  const absl::Duration oldest = sent_.empty() ? connecting_since_ : sent_.front();
  const bool waits = !sent_.empty() || !serving_;
  if (!waits || EventLoop::Now() - oldest <= config_.call_timeout) return;
  Drop(Unreachable(address_,
                   absl::StrCat("no answer for ", absl::FormatDuration(config_.call_timeout))));
}

}  // namespace usher::store
