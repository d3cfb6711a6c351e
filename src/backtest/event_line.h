#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace usher::backtest {

// The members of an event's line. They point into the line or, where the line has escapes, into a
// store of texts.
struct EventLine {
  absl::string_view id;
  absl::string_view customer_id;
  absl::string_view anonymous_id;
  absl::string_view name;
  absl::string_view properties;  // a valid JSON object, as it was written; or empty
  std::int64_t time_ms = 0;      // since 1970, UTC
};

// Texts that do not move.
using TextStore = std::deque<std::string>;

// Reads one event as `usherctl event publish` does, but in place: `json` is followed by at least
// kPaddingBytes readable bytes (padded_text.h). The time is required, as there is no clock to take
// it from. INVALID_ARGUMENT begins with the member at fault.
absl::StatusOr<EventLine> ReadEventLine(absl::string_view json, TextStore* texts);

// A time in RFC 3339 from the year 2000 on, in milliseconds; INVALID_ARGUMENT says what is wrong.
absl::StatusOr<std::int64_t> ReadTime(absl::string_view text);

// What a gateway would say against the members of an event; OK if nothing.
absl::Status CheckEventLine(const EventLine& event);

}  // namespace usher::backtest
