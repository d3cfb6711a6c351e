#pragma once

#include "grpcpp/grpcpp.h"

#include "usher/v1/event.pb.h"

namespace usher::limits {

// One stream of events, each acknowledged as soon as it is read; as in the gateway, an answer
// groups what was read while the one before was being written. Owns itself.
grpc::ServerBidiReactor<v1::PublishStreamRequest, v1::PublishStreamResponse>* MakeNullStream();

}  // namespace usher::limits
