#pragma once

#include <optional>
#include <vector>

#include "google/protobuf/repeated_ptr_field.h"

#include "ingest/rpc_status.h"
#include "journey/input.h"
#include "usher/v1/customer_service.pb.h"

namespace usher::ingest {

// Checks what a request tells about a customer and converts it, or adds to `violations`.
std::optional<journey::ProfileInput> CheckProfile(const v1::UpsertRequest& request,
                                                  std::vector<Violation>* violations);

// Checks 1 to 32 consents.
std::optional<journey::ProfileInput> CheckConsents(
    const google::protobuf::RepeatedPtrField<v1::Consent>& consents,
    std::vector<Violation>* violations);

}  // namespace usher::ingest
