#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "cli/exit_code.h"
#include "cli/session.h"

namespace usher::cli {

// A length of time such as 90m, 1h30m, 2d or 1w3d12h. INVALID_ARGUMENT for anything else.
absl::StatusOr<absl::Duration> ParseSpan(absl::string_view text);

ExitCode GetClock(const Session& session);

// Moves a gateway's clock that stands still to `target`: a time in RFC 3339, or + and a span.
ExitCode AdvanceClock(const Session& session, const std::string& target);

}  // namespace usher::cli
