#pragma once

#include <memory>

#include "messages/provider_port.h"
#include "provider/tracked_links.h"

namespace usher::provider {

// Any provider, with the links in its messages tracked.
class TrackingProvider : public messages::ProviderPort {
 public:
  TrackingProvider(std::shared_ptr<messages::ProviderPort> provider,
                   std::shared_ptr<const TrackedLinks> links);

  std::uint64_t instance() const override { return provider_->instance(); }
  void Send(const journey::Message& message,
            std::function<void(messages::AttemptReport)> done) override;
  void SendBefore(const journey::Message& message, std::chrono::steady_clock::time_point start_by,
                  std::function<void(messages::AttemptReport)> done) override;
  bool Recall(std::uint64_t send_id) override { return provider_->Recall(send_id); }
  messages::AttemptReport FindFate(std::uint64_t send_id, std::uint64_t instance) override {
    return provider_->FindFate(send_id, instance);
  }

 private:
  const std::shared_ptr<messages::ProviderPort> provider_;
  const std::shared_ptr<const TrackedLinks> links_;
};

}  // namespace usher::provider
