#include "provider/apns_outcome.h"

#include <string>

#include "absl/strings/str_cat.h"

#include "provider/api_answer.h"
#include "provider/reply_text.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;

std::string Reason(const HttpAnswer& answer) { return TextAt(JsonOf(answer), {"reason"}); }

AttemptResult ResultOf(const HttpAnswer& answer, absl::string_view reason) {
  if (answer.status < 300) return AttemptResult::kSent;
  if (reason == "BadDeviceToken") return AttemptResult::kDeadAddress;
  // The configuration, not the message.
  if (reason == "BadTopic" || reason == "MissingTopic" || reason == "TopicDisallowed") {
    return AttemptResult::kTemporary;
  }
  switch (answer.status) {
    case 400:
    case 413:
      return AttemptResult::kRejected;
    case 410:
      return AttemptResult::kDeadAddress;
    case 429:
      // One device gets too much, which is no reason to let the others wait.
      return reason == "TooManyRequests" ? AttemptResult::kTemporary : AttemptResult::kThrottled;
    case 502:  // from something in between, behind which it may have arrived
    case 504:
      return AttemptResult::kUnknown;
    case 503:
      return answer.retry_after > absl::ZeroDuration() ? AttemptResult::kThrottled
                                                       : AttemptResult::kTemporary;
    default:
      return AttemptResult::kTemporary;
  }
}

}  // namespace

messages::AttemptReport ApnsOutcome(const HttpResult& result) {
  if (auto report = Unanswered(result)) return *std::move(report);
  const HttpAnswer& answer = result.answer;
  const std::string reason = Reason(answer);
  messages::AttemptReport report;
  report.result = ResultOf(answer, reason);
  report.retry_after = answer.retry_after;
  report.detail = absl::StrCat("HTTP ", answer.status);
  if (!reason.empty()) absl::StrAppend(&report.detail, " ", ReplyText(reason));
  report.provider_fault = answer.status != 429 && (report.result == AttemptResult::kTemporary ||
                                                   report.result == AttemptResult::kUnknown);
  return report;
}

bool ApnsTokenExpired(const HttpResult& result) {
  return result.fate == HttpFate::kAnswered && result.answer.status == 403 &&
         Reason(result.answer) == "ExpiredProviderToken";
}

}  // namespace usher::provider
