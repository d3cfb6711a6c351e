#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "messages/provider_port.h"

namespace usher::provider {

// For a provider that takes a message for one address: a message for several goes to each, and is
// over when all have answered. It is sent if one of them took it, and else what is least certain to
// be of no use to repeat: unknown, throttled, failed for now, not started, a complaint, blocked,
// and dead only if all are.
class SeveralAddresses : public messages::ProviderPort {
 public:
  explicit SeveralAddresses(std::shared_ptr<messages::ProviderPort> one) : one_(std::move(one)) {}

  std::uint64_t instance() const override { return one_->instance(); }
  void Send(const journey::Message& message,
            std::function<void(messages::AttemptReport)> done) override;
  bool Recall(std::uint64_t send_id) override { return one_->Recall(send_id); }
  messages::AttemptReport FindFate(std::uint64_t send_id, std::uint64_t instance) override {
    return one_->FindFate(send_id, instance);
  }

 private:
  const std::shared_ptr<messages::ProviderPort> one_;
};

}  // namespace usher::provider
