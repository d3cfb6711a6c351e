#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "base/ids.h"
#include "customer/profile.h"
#include "usher/v1/customer_service.pb.h"

namespace usher::cli {

// What CustomerService.Upsert is asked for to make this change.
v1::UpsertRequest ToRequest(const base::CustomerId& who, const customer::ProfileChange& change);

// The same for one profile on one line, as customer/profile_line.h reads it. Its values are the
// gateway's to check. INVALID_ARGUMENT starts with the member at fault.
absl::StatusOr<v1::UpsertRequest> ParseCustomerLine(absl::string_view json);

}  // namespace usher::cli
