#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"

#include "messages/feedback_port.h"
#include "provider/smpp_listener.h"
#include "provider/smpp_parts.h"
#include "provider/smpp_receipts.h"
#include "provider/smpp_repeats.h"

namespace usher::provider {

struct SmppHearingSetting {
  std::vector<std::string> dead_errors;  // see SaysDead()
  SmppPartBounds parts = {};
};

// Reports what message centres tell: receipts, and messages from telephones, whose parts it joins.
// A message that a centre delivers again is reported under the same id. Thread-safe; owned by a
// shared_ptr. Neither texts nor numbers are logged.
class SmppHearing final : public SmppListener, public std::enable_shared_from_this<SmppHearing> {
 public:
  // `now` tells real time.
  SmppHearing(SmppHearingSetting setting, std::shared_ptr<SmppReceipts> receipts,
              std::shared_ptr<messages::FeedbackPort> feedback, std::function<absl::Time()> now);

  // `done` is given true when the report was taken, or never can be, and for a part as soon as it
  // is kept.
  void Hear(const SmppDeliver& deliver, std::function<void(bool taken)> done) override;
  SmppMoment OnTime(SmppMoment now) override;
  // Messages are reported as far as they are there; parts that still come are not taken.
  void Finish() override;

 private:
  using Done = std::function<void(bool taken)>;

  void HearReceipt(const SmppDeliver& deliver, Done done);
  void HearMessage(const SmppDeliver& deliver, Done done);
  void HearPart(const SmppDeliver& deliver, const SmppPart& part, Done done);
  void Tell(const SmppWhole& whole, Done done);
  void TellAll(const std::vector<SmppWhole>& wholes);
  void Report(messages::Feedback feedback, Done done);

  const SmppHearingSetting setting_;
  const std::shared_ptr<SmppReceipts> receipts_;
  const std::shared_ptr<messages::FeedbackPort> feedback_;
  const std::function<absl::Time()> now_;
  const std::string salt_;  // of this object alone
  std::mutex mutex_;
  SmppParts parts_;        // guarded by mutex_
  SmppRepeats repeats_;    // guarded by mutex_
  bool finished_ = false;  // guarded by mutex_
};

}  // namespace usher::provider
