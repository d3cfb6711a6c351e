#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "grpcpp/grpcpp.h"

namespace usher::ingest {

struct ServerConfig {
  std::string listen = "127.0.0.1:7300";  // host:port, port 0 chosen by the system, or unix:path
  bool reflection = true;
  int message_bytes_max = 16 * 1024 * 1024;
};

// A gRPC server that takes calls, and where; `address` names the port the system chose.
struct Listening {
  std::unique_ptr<grpc::Server> server;
  std::string address;
};

// Serves `services`, which outlive the server, with the settings every server of ours has.
// UNAVAILABLE when it cannot listen there.
absl::StatusOr<Listening> Listen(const ServerConfig& config,
                                 absl::Span<grpc::Service* const> services);

}  // namespace usher::ingest
