#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "usher/v1/feedback_service.pb.h"

namespace usher::cli {

// One report on one line of JSON: the fields of usher.v1.Feedback by their names, kinds and
// channels in lower case, such as bounced and in_app, time in RFC 3339. Values are the gateway's to
// check. INVALID_ARGUMENT starts with the member at fault.
absl::StatusOr<v1::Feedback> ParseFeedbackLine(absl::string_view json);

}  // namespace usher::cli
