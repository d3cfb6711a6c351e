#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"

namespace usher::cli {

// A channel to one gateway. Connects on first use and again after every loss, at most about a
// second after the gateway is back. Thread-safe.
class Connection {
 public:
  // `server` is host:port or unix:path. Without `timeout` each call takes its own default.
  Connection(std::string server, std::optional<absl::Duration> timeout);

  const std::string& server() const { return server_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // For one call, which ends after the timeout, or after `default_timeout` when none was given.
  std::unique_ptr<grpc::ClientContext> Context(
      absl::Duration default_timeout = absl::Seconds(10)) const;

 private:
  const std::string server_;
  const std::optional<absl::Duration> timeout_;
  const std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace usher::cli
