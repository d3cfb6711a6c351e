#pragma once

#include "base/ids.h"
#include "base/value.h"
#include "customer/record.h"

namespace usher::journey {

// What conditions and templates see as `customer`: the attributes, and beside them id, locale,
// country and time_zone where they are known.
base::Value CustomerView(const base::CustomerId& customer, const customer::Profile& profile);

}  // namespace usher::journey
