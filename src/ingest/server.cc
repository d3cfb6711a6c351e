#include "ingest/server.h"

#include <chrono>
#include <utility>
#include <vector>

#include "ingest/audience_service.h"
#include "ingest/clock_service.h"
#include "ingest/customer_service.h"
#include "ingest/delivery_service.h"
#include "ingest/event_service.h"
#include "ingest/feedback_service.h"
#include "ingest/inbox_service.h"
#include "ingest/journey_service.h"
#include "ingest/policy_service.h"

namespace usher::ingest {

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    const ServerConfig& config, std::shared_ptr<const FrontDoorConfig> front_door) {
  std::unique_ptr<Server> server(new Server());
  server->health_ = std::make_unique<HealthService>();
  server->open_streams_ = front_door->open_streams;
  server->services_.push_back(MakeEventService(front_door));
  server->services_.push_back(MakeCustomerService(front_door));
  server->services_.push_back(MakeJourneyService(front_door));
  server->services_.push_back(MakeInboxService(front_door));
  server->services_.push_back(MakeFeedbackService(front_door));
  server->services_.push_back(MakeDeliveryService(front_door));
  server->services_.push_back(MakeAudienceService(front_door));
  server->services_.push_back(MakePolicyService(front_door));
  server->services_.push_back(MakeClockService(std::move(front_door)));

  std::vector<grpc::Service*> services = {server->health_.get()};
  for (const auto& service : server->services_) services.push_back(service.get());
  absl::StatusOr<Listening> listening = Listen(config, services);
  if (!listening.ok()) return listening.status();
  server->server_ = std::move(listening->server);
  server->address_ = std::move(listening->address);
  return server;
}

void Server::Shutdown(absl::Duration grace) {
  health_->EndWatches();
  open_streams_->EndAll();
  server_->Shutdown(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(grace));
  server_->Wait();
}

}  // namespace usher::ingest
