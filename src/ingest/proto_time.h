#pragma once

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace usher::ingest {

// Writes a finite time; anything else is left unset by the caller.
inline void SetTime(absl::Time time, google::protobuf::Timestamp* out) {
  const std::int64_t ms = absl::ToUnixMillis(time);
  const std::int64_t seconds = ms >= 0 ? ms / 1000 : (ms - 999) / 1000;
  out->set_seconds(seconds);
  out->set_nanos(static_cast<std::int32_t>((ms - seconds * 1000) * 1'000'000));
}

inline absl::Time FromProto(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

}  // namespace usher::ingest
