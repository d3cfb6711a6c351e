#include "provider/web_push_outcome.h"

#include "absl/strings/str_cat.h"

#include "provider/api_answer.h"
#include "provider/reply_text.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;

AttemptResult ByStatus(int status) {
  if (status < 300) return AttemptResult::kSent;
  switch (status) {
    case 404:
    case 410:
      return AttemptResult::kDeadAddress;
    case 406:  // says the service of Windows
    case 429:
      return AttemptResult::kThrottled;
    case 408:
    case 425:
    case 401:  // the token, not the message
    case 407:
      return AttemptResult::kTemporary;
    case 502:  // from something in between, behind which it may have arrived
    case 504:
      return AttemptResult::kUnknown;
    default:
      break;
  }
  // 403 among the rest: many subscriptions were made with another key of the shop, and more
  // attempts would not change that.
  return status >= 400 && status < 500 ? AttemptResult::kRejected : AttemptResult::kTemporary;
}

}  // namespace

messages::AttemptReport WebPushOutcome(const HttpResult& result) {
  if (auto report = Unanswered(result)) return *std::move(report);
  const HttpAnswer& answer = result.answer;
  messages::AttemptReport report;
  report.result = ByStatus(answer.status);
  report.retry_after = answer.retry_after;
  report.detail = absl::StrCat("HTTP ", answer.status);
  // What services say of failures is for people, in a form of their own each.
  if (answer.status >= 300 && !answer.body.empty()) {
    absl::StrAppend(&report.detail, " ", ReplyText(answer.body));
  }
  if (answer.status == 503 && answer.retry_after > absl::ZeroDuration()) {
    report.result = AttemptResult::kThrottled;
  }
  report.provider_fault =
      report.result == AttemptResult::kTemporary || report.result == AttemptResult::kUnknown;
  return report;
}

}  // namespace usher::provider
