#pragma once

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace usher::cli {

absl::Time FromProto(const google::protobuf::Timestamp& time);
// Truncated to the nanosecond.
google::protobuf::Timestamp ToProto(absl::Time time);

}  // namespace usher::cli
