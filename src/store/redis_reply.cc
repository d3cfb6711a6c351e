#include "store/redis_reply.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "store/scripts.h"

namespace usher::store {
namespace {

// Errors that pass by themselves: Redis is loading, has another role, or cannot write its log.
constexpr absl::string_view kPassingCodes[] = {"LOADING",    "BUSY",        "MASTERDOWN",
                                               "READONLY",   "TRYAGAIN",    "MISCONF",
                                               "NOREPLICAS", "CLUSTERDOWN", "UNBLOCKED"};
// Errors that only a person can put right.
constexpr absl::string_view kLoginCodes[] = {"NOAUTH", "WRONGPASS", "NOPERM"};

absl::string_view CodeOf(absl::string_view error) { return error.substr(0, error.find(' ')); }

template <std::size_t kSize>
bool Contains(const absl::string_view (&codes)[kSize], absl::string_view code) {
  return std::find(std::begin(codes), std::end(codes), code) != std::end(codes);
}

}  // namespace

absl::Status StatusOf(const redisReply& reply) {
  if (reply.type != REDIS_REPLY_ERROR) return absl::OkStatus();
  const absl::string_view error(reply.str, reply.len);
  const absl::string_view code = CodeOf(error);
  if (code == "OOM" || absl::StrContains(error, "-OOM ")) {
    return absl::ResourceExhaustedError("the memory of Redis is full");
  }
  if (Contains(kPassingCodes, code)) return absl::UnavailableError(absl::StrCat("Redis: ", error));
  if (Contains(kLoginCodes, code) || code == kReplacedCode || absl::StrContains(error, "AUTH")) {
    return absl::FailedPreconditionError(absl::StrCat("Redis: ", error));
  }
  return absl::InternalError(absl::StrCat("Redis: ", error));
}

bool IsError(const redisReply& reply, absl::string_view code) {
  return reply.type == REDIS_REPLY_ERROR && CodeOf({reply.str, reply.len}) == code;
}

absl::Span<redisReply* const> Elements(const redisReply& reply) {
  if (reply.type != REDIS_REPLY_ARRAY) return {};
  return {reply.element, reply.elements};
}

std::optional<absl::string_view> Text(const redisReply& reply) {
  if (reply.type != REDIS_REPLY_STRING && reply.type != REDIS_REPLY_STATUS) return std::nullopt;
  return absl::string_view(reply.str, reply.len);
}

std::optional<std::int64_t> Integer(const redisReply& reply) {
  if (reply.type == REDIS_REPLY_INTEGER) return reply.integer;
  std::int64_t number = 0;
  const auto text = Text(reply);
  if (text.has_value() && absl::SimpleAtoi(*text, &number)) return number;
  return std::nullopt;
}

absl::Status UnexpectedReply(absl::string_view command) {
  return absl::InternalError(absl::StrCat("Redis gave an unexpected answer to ", command));
}

}  // namespace usher::store
