#pragma once

#include <functional>
#include <memory>

#include "messages/provider_port.h"
#include "provider/smpp_port.h"
#include "provider/smpp_receipts.h"

namespace usher::provider {

// Sends text messages to a message centre: in the GSM 7-bit alphabet where that has all
// characters, else in UCS-2; long ones in segments with a header that joins them again. SMPP knows
// no idempotency keys.
class SmppProvider : public messages::ProviderPort {
 public:
  // The ids that the centre gives are added to `receipts`.
  SmppProvider(std::shared_ptr<SmppPort> smpp, std::shared_ptr<SmppReceipts> receipts);

  void Send(const journey::Message& message,
            std::function<void(messages::AttemptReport)> done) override;

 private:
  const std::shared_ptr<SmppPort> smpp_;
  const std::shared_ptr<SmppReceipts> receipts_;
};

}  // namespace usher::provider
