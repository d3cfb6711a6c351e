#pragma once

#include "absl/status/statusor.h"

#include "customer/record.h"
#include "usher/store/v1/record.pb.h"

namespace usher::store {

// Converts records to their stored form and back, without loss of anything that has millisecond
// precision. `out` must be empty.
void ToProto(const customer::Record& record, v1::Record* out);

// DATA_LOSS when the message cannot come from ToProto(): columns of unequal length, a text
// that is not there, or an enumerator that this version does not know.
absl::StatusOr<customer::Record> FromProto(const v1::Record& stored);

}  // namespace usher::store
