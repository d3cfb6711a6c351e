#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

#include "base/value.h"
#include "messages/provider_port.h"
#include "provider/http_port.h"

namespace usher::provider {

// What it means for the message that a request was not answered; nothing if it was.
std::optional<messages::AttemptReport> Unanswered(const HttpResult& result);

// What a status means for the message at a provider that does not know repetitions, where the body
// says no more:
//   2xx                a stranger's answer: unknown
//   408, 425           did not arrive as a whole: temporary
//   429, or 503 with Retry-After   throttled
//   503                temporary
//   other 5xx          unknown: the message may have been taken before
//   400, 413, 422      blocked
//   else               the address or the credentials of the API are wrong: temporary
// Temporary and unknown are the provider's fault. `detail` becomes the report's.
messages::AttemptReport ByStatus(const HttpAnswer& answer, std::string detail);

// The body as JSON; null where it is not whole or no JSON.
base::Value JsonOf(const HttpAnswer& answer);

// The member at the end of `path`, or "" and 0 where there is none of that type.
std::string TextAt(const base::Value& value, std::initializer_list<absl::string_view> path);
std::int64_t IntAt(const base::Value& value, std::initializer_list<absl::string_view> path);

}  // namespace usher::provider
