#pragma once

#include <memory>

#include "grpcpp/grpcpp.h"

#include "ingest/front_door.h"
#include "usher/v1/inbox_service.pb.h"

namespace usher::ingest {

// Answers one Watch call on the inbox of `customer`. Of a slow reader the latest state is kept, not
// what he has missed.
grpc::ServerWriteReactor<v1::WatchInboxResponse>* MakeInboxWatch(
    std::shared_ptr<const FrontDoorConfig> config, const base::CustomerId& customer);

}  // namespace usher::ingest
