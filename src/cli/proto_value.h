#pragma once

#include "google/protobuf/struct.pb.h"

#include "base/value.h"

namespace usher::cli {

// The same datum as protobuf has it, where every number is a double.
google::protobuf::Value ToProto(const base::Value& value);

}  // namespace usher::cli
