#pragma once

#include <chrono>
#include <memory>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"

#include "base/ids.h"
#include "journey/input.h"
#include "messages/activity.h"

namespace usher::messages {

// When whoever waits for an answer stops waiting.
using Deadline = std::chrono::steady_clock::time_point;
inline constexpr Deadline kNoDeadline = Deadline::max();

// One input on its way to a customer's journey actor, and the way back for what is answered.
// Answered exactly once, after the commit: a delivery that is dropped answers UNAVAILABLE.
class Delivery {
 public:
  // Called on an actor's thread; must not block.
  using Reply = absl::AnyInvocable<void(const journey::InputResult&)>;

  Delivery(base::CustomerId customer, journey::Input input, Reply reply, Activity::Token token,
           Deadline deadline = kNoDeadline)
      : customer_(std::move(customer)),
        input_(std::move(input)),
        deadline_(deadline),
        reply_(std::move(reply)),
        token_(std::move(token)) {}
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;
  ~Delivery() {
    if (!reply_) return;
    journey::InputResult dropped;
    dropped.status = absl::UnavailableError("the gateway is shutting down; try again");
    Answer(dropped);
  }

  const base::CustomerId& customer() const { return customer_; }
  const journey::Input& input() const { return input_; }
  // Whether nobody waits for it any more, so that it must not be applied.
  bool expired(Deadline now) const { return deadline_ <= now; }
  // What befell a message must be recorded; it is tried again for as long as the store is away.
  bool must_land() const {
    return std::holds_alternative<journey::OutcomeInput>(input_) ||
           std::holds_alternative<journey::SettleInput>(input_);
  }

  // Makes it somebody else's, before it is handed on.
  void Redirect(base::CustomerId customer) { customer_ = std::move(customer); }

  void Answer(const journey::InputResult& result) {
    if (auto reply = std::exchange(reply_, nullptr)) reply(result);
  }

 private:
  base::CustomerId customer_;
  const journey::Input input_;
  const Deadline deadline_;
  Reply reply_;
  Activity::Token token_;
};

using DeliveryPtr = std::shared_ptr<Delivery>;

}  // namespace usher::messages
