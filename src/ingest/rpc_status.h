#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"

namespace usher::ingest {

// What is wrong with one field of a request.
struct Violation {
  std::string field;        // path, such as events[3].customer_id
  std::string description;  // what is wrong with which value, and what would be right
};

// INVALID_ARGUMENT with google.rpc.BadRequest; the message names the first violation.
grpc::Status BadRequest(const std::vector<Violation>& violations);

// Any other error with google.rpc.ErrorInfo and, where waiting helps, google.rpc.RetryInfo.
// `reason` is UPPER_SNAKE_CASE.
grpc::Status ToGrpc(const absl::Status& status, const std::string& reason);

// How long a client should wait before it tries again after this error; zero when that is no use.
absl::Duration RetryDelay(absl::StatusCode code);

}  // namespace usher::ingest
