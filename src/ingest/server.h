#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "ingest/front_door.h"
#include "ingest/health_service.h"
#include "ingest/listen.h"

namespace usher::ingest {

// The gRPC server with all services.
class Server {
 public:
  // UNAVAILABLE when it cannot listen there.
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      const ServerConfig& config, std::shared_ptr<const FrontDoorConfig> front_door);

  // Where it listens; names the port the system chose.
  const std::string& address() const { return address_; }
  HealthService& health() { return *health_; }
  // Takes no new calls, ends streams when their events under way are settled, lets other calls
  // finish, and ends what is left after `grace`.
  void Shutdown(absl::Duration grace);

 private:
  Server() = default;
  std::string address_;
  std::unique_ptr<HealthService> health_;
  std::shared_ptr<OpenStreams> open_streams_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace usher::ingest
