#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

#include "base/ids.h"

namespace usher::journey {

// The id of a message: the same wherever and however often it is computed, so that it serves as
// idempotency key. `visit` counts how often the run came to the step, from 1.
std::uint64_t MakeSendId(const base::CustomerId& customer, std::uint64_t run_id,
                         absl::string_view step, std::uint32_t visit);

// As providers, logs and feedback events write it: 16 hexadecimal digits.
std::string SendIdText(std::uint64_t send_id);

}  // namespace usher::journey
