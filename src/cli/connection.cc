#include "cli/connection.h"

#include <utility>

#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace usher::cli {
namespace {

std::shared_ptr<grpc::Channel> Open(const std::string& server) {
  grpc::ChannelArguments arguments;
  // gRPC's own defaults would leave a gateway that is back unnoticed for up to two minutes.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 200);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  // A proxy for the web, named in the environment, is no way to a gateway.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // Replies are bounded by what was asked for; a long list is still a good answer.
  arguments.SetMaxReceiveMessageSize(64 * 1024 * 1024);
  arguments.SetUserAgentPrefix("usherctl");
  return grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

Connection::Connection(std::string server, std::optional<absl::Duration> timeout)
    : server_(std::move(server)), timeout_(timeout), channel_(Open(server_)) {}

std::unique_ptr<grpc::ClientContext> Connection::Context(absl::Duration default_timeout) const {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(absl::ToChronoTime(absl::Now() + timeout_.value_or(default_timeout)));
  return context;
}

}  // namespace usher::cli
