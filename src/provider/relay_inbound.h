#pragma once

#include <memory>

#include "customer/channel.h"
#include "messages/inbound_port.h"
#include "provider/secret_file.h"

namespace usher::provider {

// Reads reports that are posted by the scheme of Standard Webhooks, by a system of the shop's own
// or a mail service that speaks it: a JSON list of objects. docs/http.md names their members. One
// that is wrong refuses all.
class RelayInbound : public messages::InboundPort {
 public:
  // `channel` is that of reports that name none. Each of `secrets` is good.
  RelayInbound(customer::Channel channel, std::shared_ptr<SecretFile> secrets);

  messages::InboundReading Read(const messages::WebRequest& request, absl::Time now) override;

 private:
  const customer::Channel channel_;
  const std::shared_ptr<SecretFile> secrets_;
};

}  // namespace usher::provider
