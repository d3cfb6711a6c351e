#include "load/connections.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"
#include <sys/resource.h>

namespace usher::load {
namespace {

std::shared_ptr<grpc::Channel> Open(const std::string& server) {
  grpc::ChannelArguments arguments;
  // Channels with equal arguments would share one connection.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 200);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  // A proxy for the web, named in the environment, is no way to a gateway.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // A repeated call would hide what the first one met.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetUserAgentPrefix("usher-load");
  return grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

absl::StatusOr<Channels> Connect(const std::string& server, std::size_t count,
                                 absl::Duration patience) {
  // So many connect at once; more would only overflow the server's queue of new connections.
  constexpr std::size_t kTogether = 64;
  const absl::Time until = absl::Now() + patience;
  Channels channels;
  channels.reserve(count);
  for (std::size_t from = 0; from < count; from += kTogether) {
    const std::size_t to = std::min(count, from + kTogether);
    for (std::size_t i = from; i < to; ++i) {
      channels.push_back(Open(server));
      channels.back()->GetState(/*try_to_connect=*/true);
    }
    for (std::size_t i = from; i < to; ++i) {
      if (channels[i]->WaitForConnected(absl::ToChronoTime(until))) continue;
      return absl::UnavailableError(absl::StrCat(
          server, ": connection ", i + 1, " of ", count, " was not accepted within ",
          absl::FormatDuration(patience), "; is the gateway running, and --server its address?"));
    }
  }
  return channels;
}

void AllowManyFiles() {
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace usher::load
