#pragma once

#include "absl/status/statusor.h"

#include "base/value.h"
#include "usher/store/v1/record.pb.h"

namespace usher::store {

// Converts JSON-like data to their stored form and back, without loss. A null is an empty Datum.
void ToProto(const base::Value& value, v1::Datum* out);
void ToProto(const base::Value::Map& map, v1::Members* out);

// DATA_LOSS when names and values are not equally many.
absl::StatusOr<base::Value> FromProto(const v1::Datum& datum);
absl::StatusOr<base::Value::Map> FromProto(const v1::Members& members);

}  // namespace usher::store
