#pragma once

#include "absl/status/statusor.h"
#include "google/protobuf/struct.pb.h"

#include "base/json.h"
#include "base/value.h"

namespace usher::ingest {

// The struct as a map, members in the order of their names, as a struct has none of its own. Whole
// numbers that doubles hold exactly become integers. INVALID_ARGUMENT beyond the limits, whose
// bytes are counted as in JSON.
absl::StatusOr<base::Value> FromStruct(const google::protobuf::Struct& source,
                                       const base::JsonLimits& limits);

// The map as a struct; a value that is no map gives an empty one.
google::protobuf::Struct ToStruct(const base::Value& value);

}  // namespace usher::ingest
