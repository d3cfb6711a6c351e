#include <csignal>
#include <ctime>
#include <iostream>
#include <string>

#include "app/gateway.h"
#include "app/options.h"
#include "app/providers.h"
#include "base/log.h"
#include "channel/policy_file.h"

namespace {

using usher::base::Log;
using usher::base::LogLevel;

// Signals are taken one by one in the main thread, so they are blocked before any other starts.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

// Until SIGTERM or SIGINT.
void Serve(usher::app::Gateway& gateway, const sigset_t& signals) {
  constexpr timespec kTick{.tv_sec = 0, .tv_nsec = 100'000'000};
  for (;;) {
    const int signal = sigtimedwait(&signals, nullptr, &kTick);
    if (signal == SIGTERM || signal == SIGINT) return;
    if (signal == SIGHUP) {
      const absl::Status status = gateway.ReloadPolicy();
      Log(status.ok() ? LogLevel::kInfo : LogLevel::kError,
          status.ok() ? "policy_reloaded" : "policy_kept",
          {{"why", std::string(status.message())}});
      const auto changed = gateway.ReloadProviders();
      if (changed.ok()) {
        Log(LogLevel::kInfo, "providers_reloaded", {{"changed", *changed}});
      } else {
        Log(LogLevel::kError, "providers_kept", {{"why", std::string(changed.status().message())}});
      }
    }
    gateway.Tick();
  }
}

// Says what is wrong with the files that usherd would start with; the exit code.
int Check(const usher::app::Options& options) {
  absl::Status policy;
  if (!options.policy_file.empty()) {
    policy = usher::channel::ReadPolicy(options.policy_file).status();
  }
  const absl::Status providers = usher::app::CheckProviders(options);
  for (const absl::Status& status : {policy, providers}) {
    if (!status.ok()) std::cerr << status.message() << "\n";
  }
  return policy.ok() && providers.ok() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  usher::app::Options options;
  switch (usher::app::ParseOptions(argc, argv, std::cout, std::cerr, &options)) {
    case usher::app::ParseOutcome::kHelp:
      return 0;
    case usher::app::ParseOutcome::kError:
      return 2;
    case usher::app::ParseOutcome::kRun:
      break;
  }
  if (options.check) return Check(options);
  usher::base::SetLogLevel(options.log_level);
  const sigset_t signals = BlockSignals();
  auto gateway = usher::app::Gateway::Start(options);
  if (!gateway.ok()) {
    std::cerr << "usherd: " << gateway.status().message() << "\n";
    return 1;
  }
  Log(LogLevel::kInfo, "serving",
      {{"address", (*gateway)->address()}, {"http", (*gateway)->http_address()}});
  Serve(**gateway, signals);
  Log(LogLevel::kInfo, "draining");
  const absl::Status stopped = (*gateway)->Stop();
  Log(stopped.ok() ? LogLevel::kInfo : LogLevel::kWarn, "stopped",
      {{"left", std::string(stopped.message())}});
  return stopped.ok() ? 0 : 1;
}
