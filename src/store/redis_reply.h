#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include <hiredis/hiredis.h>

// Reading answers of Redis. They are checked here and at the callers, since what comes over a
// connection may be anything.
namespace usher::store {

// OK unless the answer is an error. Codes say what a caller can do: UNAVAILABLE later again,
// RESOURCE_EXHAUSTED for full memory, FAILED_PRECONDITION when somebody has to step in.
absl::Status StatusOf(const redisReply& reply);

// Whether the answer is an error with that code, such as NOSCRIPT.
bool IsError(const redisReply& reply, absl::string_view code);

// The elements of an array; none for anything else.
absl::Span<redisReply* const> Elements(const redisReply& reply);
// A string or status; nothing for anything else.
std::optional<absl::string_view> Text(const redisReply& reply);
// An integer, or a string that is one; nothing for anything else.
std::optional<std::int64_t> Integer(const redisReply& reply);

// An answer that is not what the command gives.
absl::Status UnexpectedReply(absl::string_view command);

}  // namespace usher::store
