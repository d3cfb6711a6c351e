// usher-null: a gRPC server that answers publishers and does nothing else. What it costs, and how
// much it takes, is what a gateway of any kind costs at least.

#include <chrono>
#include <csignal>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "ingest/health_service.h"
#include "ingest/listen.h"
#include "limits/null_service.h"

namespace {

constexpr auto kGrace = std::chrono::seconds(1);

// The signals that end it, blocked for every thread started from here on.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

}  // namespace

int main(int argc, char** argv) {
  usher::ingest::ServerConfig config;
  CLI::App app("Answers publishers of events, keeps nothing: the least a gateway can cost.",
               "usher-null");
  app.add_option("--listen", config.listen, "gRPC address: HOST:PORT or unix:PATH")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  const sigset_t signals = BlockSignals();
  usher::ingest::HealthService health;
  health.SetServing(true);
  const std::unique_ptr<grpc::Service> events = usher::limits::MakeNullService();
  auto listening = usher::ingest::Listen(config, {&health, events.get()});
  if (!listening.ok()) {
    std::cerr << "usher-null: " << listening.status().message() << "\n";
    return 1;
  }
  std::cout << "serving " << listening->address << std::endl;
  int signal = 0;
  sigwait(&signals, &signal);
  health.EndWatches();
  listening->server->Shutdown(std::chrono::system_clock::now() + kGrace);
  listening->server->Wait();
  return 0;
}
