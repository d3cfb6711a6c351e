#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

#include "journey/compose.h"

namespace usher::provider {

// The message as one line of JSON, with its line end. The send id comes first.
std::string LogLine(const journey::Message& message);

// The send id of such a line; nothing for other lines.
std::optional<std::uint64_t> SendIdOfLine(absl::string_view line);

}  // namespace usher::provider
