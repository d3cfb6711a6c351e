#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace usher::yaml {

// A duration in the form of duration.h. An error is a message for the author.
absl::Status LoadDuration(absl::string_view text, google::protobuf::Duration* out);

// An instant in RFC 3339, such as 2025-11-28T09:00:00Z. An error is a message for the author.
absl::Status LoadTimestamp(absl::string_view text, google::protobuf::Timestamp* out);

}  // namespace usher::yaml
