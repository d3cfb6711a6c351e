#pragma once

#include <cstdint>
#include <string>

#include "base/value.h"

namespace usher::provider {

// An error object of Meta's Graph API, which WhatsApp and Messenger share.
struct GraphError {
  bool given = false;
  std::int64_t code = 0;
  std::int64_t subcode = 0;
  std::string words;  // code, subcode and message, fit to be shown
};

// The error in the body of an answer.
GraphError GraphErrorOf(const base::Value& body);

}  // namespace usher::provider
