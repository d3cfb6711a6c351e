#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"

namespace usher::load {

using Channels = std::vector<std::shared_ptr<grpc::Channel>>;

// So many connections to `server` (HOST:PORT or unix:PATH), each of its own and established.
// UNAVAILABLE when one is not within `patience`.
absl::StatusOr<Channels> Connect(const std::string& server, std::size_t count,
                                 absl::Duration patience);

// Allows this process as many open files as its hard limit does.
void AllowManyFiles();

}  // namespace usher::load
