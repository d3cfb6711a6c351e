#pragma once

#include <memory>

#include "grpcpp/grpcpp.h"

#include "ingest/front_door.h"
#include "usher/v1/event.pb.h"

namespace usher::ingest {

// One stream of events, PublishStreamRequest and PublishStreamResponse as bytes. Reads on while
// fewer events are under way than its share of the credits; acknowledges in groups, as many as are
// settled while the group before is being written. Owns itself.
grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* MakePublishStream(
    std::shared_ptr<const FrontDoorConfig> config);

}  // namespace usher::ingest
