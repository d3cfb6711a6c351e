#pragma once

#include "base/value.h"
#include "customer/record.h"

namespace usher::journey {

// What conditions and templates see as `run`: journey, key and entered_at (RFC 3339).
base::Value RunView(const customer::Run& run);

}  // namespace usher::journey
