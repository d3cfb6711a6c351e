#include "provider/tracking_provider.h"

#include <utility>

namespace usher::provider {

TrackingProvider::TrackingProvider(std::shared_ptr<messages::ProviderPort> provider,
                                   std::shared_ptr<const TrackedLinks> links)
    : provider_(std::move(provider)), links_(std::move(links)) {}

void TrackingProvider::Send(const journey::Message& message,
                            std::function<void(messages::AttemptReport)> done) {
  provider_->Send(links_->Track(message), std::move(done));
}

void TrackingProvider::SendBefore(const journey::Message& message,
                                  std::chrono::steady_clock::time_point start_by,
                                  std::function<void(messages::AttemptReport)> done) {
  provider_->SendBefore(links_->Track(message), start_by, std::move(done));
}

}  // namespace usher::provider
