#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "customer/decision.h"

namespace usher::journey {

// A decision's name in the API and, for outcomes of messages, in the statistics, such as "capped".
absl::string_view WhatOf(customer::DecisionKind kind);

// A decision in words, with the numbers seen; times are shown in `zone`.
std::string WhyOf(const customer::Decision& decision, absl::TimeZone zone);

}  // namespace usher::journey
