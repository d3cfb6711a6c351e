#include "ingest/server.h"

#include <chrono>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/impl/server_builder_option.h"
#include "grpcpp/impl/server_builder_plugin.h"

#include "ingest/clock_service.h"
#include "ingest/customer_service.h"
#include "ingest/event_service.h"
#include "ingest/journey_service.h"

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

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    const ServerConfig& config, std::shared_ptr<const FrontDoorConfig> front_door) {
  std::unique_ptr<Server> server(new Server());
  server->health_ = std::make_unique<HealthService>();
  server->open_streams_ = front_door->open_streams;
  server->services_.push_back(MakeEventService(front_door));
  server->services_.push_back(MakeCustomerService(front_door));
  server->services_.push_back(MakeJourneyService(front_door));
  server->services_.push_back(MakeClockService(std::move(front_door)));

  grpc::EnableDefaultHealthCheckService(false);
  if (config.reflection) grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  if (!config.reflection) builder.SetOption(std::make_unique<NoPlugins>());
  int port = 0;
  builder.AddListeningPort(config.listen, grpc::InsecureServerCredentials(), &port);
  // Two gateways on one port would share its clients by chance; the second must fail instead.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(config.message_bytes_max);
  builder.RegisterService(server->health_.get());
  for (const auto& service : server->services_) builder.RegisterService(service.get());
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr || (port == 0 && !absl::StartsWith(config.listen, "unix:"))) {
    return absl::UnavailableError(absl::StrCat("cannot listen on ", config.listen,
                                               "; is the port in use, or the address not ours?"));
  }
  server->address_ = WithPort(config.listen, port);
  return server;
}

void Server::Shutdown(absl::Duration grace) {
  health_->EndWatches();
  open_streams_->EndAll();
  server_->Shutdown(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(grace));
  server_->Wait();
}

}  // namespace usher::ingest
