#include "ingest/listen.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/impl/server_builder_option.h"
#include "grpcpp/impl/server_builder_plugin.h"

namespace usher::ingest {
namespace {

// Replaces the port of host:port.
std::string WithPort(const std::string& listen, int port) {
  if (absl::StartsWith(listen, "unix:")) return listen;
  return absl::StrCat(listen.substr(0, listen.rfind(':')), ":", port);
}

// Takes reflection out again, which puts itself into every server once it is linked.
class NoPlugins final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    plugins->clear();
  }
};

}  // namespace

absl::StatusOr<Listening> Listen(const ServerConfig& config,
                                 absl::Span<grpc::Service* const> services) {
  // Debian's Abseil looks for deadlocks at every lock that gRPC takes, at a cost.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  grpc::EnableDefaultHealthCheckService(false);
  if (config.reflection) grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  if (!config.reflection) builder.SetOption(std::make_unique<NoPlugins>());
  int port = 0;
  builder.AddListeningPort(config.listen, grpc::InsecureServerCredentials(), &port);
  // Two gateways on one port would share its clients by chance; the second must fail instead.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(config.message_bytes_max);
  for (grpc::Service* service : services) builder.RegisterService(service);
  Listening listening;
  listening.server = builder.BuildAndStart();
  if (listening.server == nullptr || (port == 0 && !absl::StartsWith(config.listen, "unix:"))) {
    return absl::UnavailableError(absl::StrCat("cannot listen on ", config.listen,
                                               "; is the port in use, or the address not ours?"));
  }
  listening.address = WithPort(config.listen, port);
  return listening;
}

}  // namespace usher::ingest
