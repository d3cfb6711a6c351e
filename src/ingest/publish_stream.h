#pragma once

#include <memory>

#include "grpcpp/grpcpp.h"

#include "ingest/front_door.h"
#include "usher/v1/event.pb.h"

namespace usher::ingest {

// One stream of events. Reads on while fewer than 1,024 events are under way; acknowledges in
// groups, as many as are settled while the group before is being written. Owns itself.
grpc::ServerBidiReactor<v1::PublishStreamRequest, v1::PublishStreamResponse>* MakePublishStream(
    std::shared_ptr<const FrontDoorConfig> config);

}  // namespace usher::ingest
