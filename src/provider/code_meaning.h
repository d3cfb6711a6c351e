#pragma once

#include <cstddef>
#include <cstdint>

#include "journey/input.h"

namespace usher::provider {

// What a provider's error code means for a message.
struct CodeMeaning {
  std::int64_t code = 0;
  journey::AttemptResult result = journey::AttemptResult::kUnknown;
  // The provider, or its configuration here, is at fault, whatever the message.
  bool provider_fault = false;
};

// The row of `table` for a code; null if there is none.
template <std::size_t kRows>
const CodeMeaning* FindMeaning(const CodeMeaning (&table)[kRows], std::int64_t code) {
  for (const CodeMeaning& row : table) {
    if (row.code == code) return &row;
  }
  return nullptr;
}

}  // namespace usher::provider
