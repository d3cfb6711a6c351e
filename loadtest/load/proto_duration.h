#pragma once

#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"

namespace usher::load {

inline absl::Duration ToDuration(const google::protobuf::Duration& proto) {
  return absl::Seconds(proto.seconds()) + absl::Nanoseconds(proto.nanos());
}

inline google::protobuf::Duration FromDuration(absl::Duration duration) {
  google::protobuf::Duration proto;
  const std::int64_t seconds = absl::ToInt64Seconds(duration);
  proto.set_seconds(seconds);
  proto.set_nanos(
      static_cast<std::int32_t>(absl::ToInt64Nanoseconds(duration - absl::Seconds(seconds))));
  return proto;
}

}  // namespace usher::load
