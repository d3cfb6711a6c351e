#include "yaml/time_fields.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"

#include "yaml/duration.h"
#include "yaml/report.h"

namespace usher::yaml {

absl::Status LoadDuration(absl::string_view text, google::protobuf::Duration* out) {
  const absl::StatusOr<absl::Duration> duration = ParseDuration(text);
  if (absl::IsOutOfRange(duration.status())) {
    return absl::InvalidArgumentError(absl::StrCat(text, " ", duration.status().message()));
  }
  if (!duration.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(duration.status().message(), ", found ", Quote(text)));
  }
  absl::Duration rest;
  out->set_seconds(absl::IDivDuration(*duration, absl::Seconds(1), &rest));
  out->set_nanos(static_cast<std::int32_t>(absl::ToInt64Nanoseconds(rest)));
  return absl::OkStatus();
}

absl::Status LoadTimestamp(absl::string_view text, google::protobuf::Timestamp* out) {
  if (google::protobuf::util::TimeUtil::FromString(std::string(text), out)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("expected a time such as 2025-11-28T09:00:00Z, found ", Quote(text)));
}

}  // namespace usher::yaml
