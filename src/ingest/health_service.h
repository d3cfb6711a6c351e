#pragma once

#include <list>
#include <memory>
#include <mutex>

#include "grpc/health/v1/health.grpc.pb.h"

namespace usher::ingest {

// The standard health service. The server as a whole (service "") and every service of usher share
// one state: serving while the store is there and the gateway is not draining. The service
// "liveness" is always serving, for probes that must not restart a gateway whose store is away.
class HealthService final : public grpc::health::v1::Health::CallbackService {
 public:
  // Thread-safe; tells every watcher.
  void SetServing(bool serving);

  grpc::ServerUnaryReactor* Check(grpc::CallbackServerContext* context,
                                  const grpc::health::v1::HealthCheckRequest* request,
                                  grpc::health::v1::HealthCheckResponse* response) override;
  grpc::ServerWriteReactor<grpc::health::v1::HealthCheckResponse>* Watch(
      grpc::CallbackServerContext* context,
      const grpc::health::v1::HealthCheckRequest* request) override;

  // Ends every watch, so that the server can shut down.
  void EndWatches();

 private:
  class Watcher;
  std::mutex mutex_;
  bool serving_ = false;
  bool ending_ = false;
  std::list<Watcher*> watchers_;
};

}  // namespace usher::ingest
