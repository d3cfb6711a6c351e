#pragma once

#include <string>

#include "google/protobuf/struct.pb.h"

#include "base/value.h"
#include "customer/profile.h"
#include "usher/v1/journey_test.pb.h"

namespace usher::backtest {

// `file` with what `test` says about the customer in its place, field by field; attributes are
// added.
v1::TestCustomer Merge(const v1::TestCustomer& file, const v1::TestCustomer& test);

// Who the customer is at the beginning: of whom nothing is said can be reached on every channel,
// and consented to everything.
customer::ProfileChange ProfileOf(const v1::TestCustomer& customer);
// What is told about the customer later: what is not said stays.
customer::ProfileChange ChangeOf(const v1::TestCustomer& customer);

// A mapping of YAML as events and profiles have it: whole numbers are integers, members are in the
// order of their names.
base::Value ToValue(const google::protobuf::Struct& mapping);

}  // namespace usher::backtest
