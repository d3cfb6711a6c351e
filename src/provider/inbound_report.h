#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "base/json.h"
#include "messages/inbound_port.h"

namespace usher::provider {

// What providers post is at most so large.
inline constexpr base::JsonLimits kInboundJson{.bytes_max = 256 * 1024, .depth_max = 32};
// More reports in one request are refused.
inline constexpr std::size_t kInboundReportsMax = 1'000;

// An id that is the same whenever a provider says the same again.
std::string InboundId(absl::string_view provider, std::initializer_list<absl::string_view> parts);

// Nothing to report, and this answer. `why` names no secret.
messages::InboundReading Refuse(int status, const std::string& why);
messages::InboundReading RefuseMethod(const char* allowed);

// Seconds since 1970 as a number or a text of digits; InfinitePast for anything else.
absl::Time SecondsAt(const base::Value& value, absl::string_view name);

// What a customer wrote, cut to 4,096 bytes of whole characters. Of what is no text, such as an
// image, `otherwise` in brackets, such as [image].
std::string WrittenText(absl::string_view text, absl::string_view otherwise);

// The elements of a list; none for anything else.
const base::Value::List& ListAt(const base::Value& value, absl::string_view name);

}  // namespace usher::provider
