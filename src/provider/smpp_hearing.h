#pragma once

#include <functional>
#include <memory>
#include <string>

#include "messages/feedback_port.h"
#include "provider/smpp_pdu.h"
#include "provider/smpp_receipts.h"

namespace usher::provider {

// What a telephone wrote, as UTF-8; "" for what is no text. A header before it is left out.
std::string TextOf(const SmppDeliver& deliver);

// Reports what message centres tell: receipts, and messages from telephones.
class SmppHearing {
 public:
  SmppHearing(std::shared_ptr<SmppReceipts> receipts,
              std::shared_ptr<messages::FeedbackPort> feedback)
      : receipts_(std::move(receipts)), feedback_(std::move(feedback)) {}

  // `done` is called once, on any thread: with true when the report was taken, or never can be, and
  // with false when the centre may tell it again. Neither texts nor numbers are logged.
  void Hear(const SmppDeliver& deliver, std::function<void(bool)> done) const;

 private:
  const std::shared_ptr<SmppReceipts> receipts_;
  const std::shared_ptr<messages::FeedbackPort> feedback_;
};

}  // namespace usher::provider
