#pragma once

#include <functional>
#include <memory>

#include "ingest/front_door.h"
#include "usher/v1/audience_service.grpc.pb.h"

namespace usher::ingest {

// One export of an audience: reads all records page by page and writes those who are in it. Rests
// between two pages for as long as one took. `over` is called when it has ended. Owns itself.
grpc::ServerWriteReactor<v1::ExportAudienceResponse>* MakeAudienceExport(
    std::shared_ptr<const FrontDoorConfig> config, v1::ExportAudienceRequest request,
    std::function<void()> over);

}  // namespace usher::ingest
