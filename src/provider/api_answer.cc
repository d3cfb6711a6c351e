#include "provider/api_answer.h"

#include <utility>

#include "base/json.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;

AttemptResult ResultOf(const HttpAnswer& answer) {
  switch (answer.status) {
    case 408:
    case 425:
      return AttemptResult::kTemporary;
    case 429:
      return AttemptResult::kThrottled;
    case 400:
    case 413:
    case 422:
      return AttemptResult::kRejected;
    case 503:
      return answer.retry_after > absl::ZeroDuration() ? AttemptResult::kThrottled
                                                       : AttemptResult::kTemporary;
    default:
      break;
  }
  const bool may_have_been_taken = answer.status < 300 || answer.status >= 500;
  return may_have_been_taken ? AttemptResult::kUnknown : AttemptResult::kTemporary;
}

const base::Value* Find(const base::Value& value, std::initializer_list<absl::string_view> path) {
  const base::Value* found = &value;
  for (const absl::string_view name : path) {
    found = found->Find(name);
    if (found == nullptr) return nullptr;
  }
  return found;
}

}  // namespace

std::optional<messages::AttemptReport> Unanswered(const HttpResult& result) {
  switch (result.fate) {
    case HttpFate::kNotSent:
      return messages::AttemptReport{AttemptResult::kTemporary, result.why, {}, true};
    case HttpFate::kUnknown:
      return messages::AttemptReport{AttemptResult::kUnknown, result.why, {}, true};
    case HttpFate::kAnswered:
      break;
  }
  return std::nullopt;
}

messages::AttemptReport ByStatus(const HttpAnswer& answer, std::string detail) {
  messages::AttemptReport report;
  report.result = ResultOf(answer);
  report.detail = std::move(detail);
  report.retry_after = answer.retry_after;
  report.provider_fault =
      report.result == AttemptResult::kTemporary || report.result == AttemptResult::kUnknown;
  return report;
}

base::Value JsonOf(const HttpAnswer& answer) {
  if (!answer.whole) return {};
  auto value = base::ParseJson(answer.body);
  return value.ok() ? *std::move(value) : base::Value();
}

std::string TextAt(const base::Value& value, std::initializer_list<absl::string_view> path) {
  const base::Value* found = Find(value, path);
  return found != nullptr && found->as_string() != nullptr ? *found->as_string() : "";
}

std::int64_t IntAt(const base::Value& value, std::initializer_list<absl::string_view> path) {
  const base::Value* found = Find(value, path);
  return found != nullptr && found->as_int() != nullptr ? *found->as_int() : 0;
}

}  // namespace usher::provider
