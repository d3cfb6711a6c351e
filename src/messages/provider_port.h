#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"

#include "journey/compose.h"
#include "journey/input.h"

namespace usher::messages {

// How an attempt ended, in the provider's words.
struct AttemptReport {
  journey::AttemptResult result = journey::AttemptResult::kUnknown;
  std::string detail;
  // How long the provider wants to be left alone, in real time; zero where it did not say.
  absl::Duration retry_after;
  // The provider itself is at fault, whatever the message: enough of these pause the channel.
  bool provider_fault = false;
  // If the message was for several addresses: those of them that do not exist.
  std::vector<std::string> dead_addresses = {};
};

// The way out for one or more channels. Thread-safe.
class ProviderPort {
 public:
  virtual ~ProviderPort() = default;

  // Identifies what this instance remembers attempts in; the same after a restart of the gateway
  // only if that memory survives it. 0: it remembers none.
  virtual std::uint64_t instance() const { return 0; }

  // Starts one attempt. `done` is called exactly once, on any thread or before the call returns,
  // and must not block. The message's send id is the idempotency key.
  virtual void Send(const journey::Message& message, std::function<void(AttemptReport)> done) = 0;

  // The same for an attempt that must not start after `start_by`, for providers that may have to
  // keep it waiting. Others start it at once.
  virtual void SendBefore(const journey::Message& message,
                          std::chrono::steady_clock::time_point start_by,
                          std::function<void(AttemptReport)> done) {
    (void)start_by;
    Send(message, std::move(done));
  }

  // Takes an attempt back that was kept waiting: its `done` is called with kNotStarted. False when
  // there is none, or it has started.
  virtual bool Recall(std::uint64_t send_id) {
    (void)send_id;
    return false;
  }

  // What became of an attempt that `instance` was given, by a gateway that did not live to tell;
  // kUnknown when this provider cannot know, as one that remembers none.
  virtual AttemptReport FindFate(std::uint64_t send_id, std::uint64_t instance) {
    (void)send_id;
    (void)instance;
    return {journey::AttemptResult::kUnknown, "the gateway that sent it did not report"};
  }
};

}  // namespace usher::messages
