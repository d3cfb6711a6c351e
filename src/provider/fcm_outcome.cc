#include "provider/fcm_outcome.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "provider/api_answer.h"
#include "provider/reply_text.h"

namespace usher::provider {
namespace {

using base::Value;
using journey::AttemptResult;

// What FCM asks for where it names no time itself.
constexpr absl::Duration kQuotaPause = absl::Minutes(1);

struct FcmError {
  std::string code;              // such as UNREGISTERED, else the general status
  bool about_the_token = false;  // of the device
};

FcmError ErrorIn(const Value& json) {
  FcmError error;
  error.code = TextAt(json, {"error", "status"});
  // The one error for malformed tokens that comes without its field.
  error.about_the_token = TextAt(json, {"error", "message"}) ==
                          "The registration token is not a valid FCM registration token";
  const Value* object = json.Find("error");
  const Value* details = object == nullptr ? nullptr : object->Find("details");
  if (details == nullptr || details->as_list() == nullptr) return error;
  for (const Value& detail : *details->as_list()) {
    const std::string type = TextAt(detail, {"@type"});
    if (absl::EndsWith(type, ".FcmError")) error.code = TextAt(detail, {"errorCode"});
    const Value* violations = detail.Find("fieldViolations");
    if (violations == nullptr || violations->as_list() == nullptr) continue;
    for (const Value& violation : *violations->as_list()) {
      if (TextAt(violation, {"field"}) == "message.token") error.about_the_token = true;
    }
  }
  return error;
}

AttemptResult ResultOf(const HttpAnswer& answer, const FcmError& error) {
  if (error.code == "UNREGISTERED") return AttemptResult::kDeadAddress;
  if (error.code == "INVALID_ARGUMENT" && error.about_the_token) {
    return AttemptResult::kDeadAddress;
  }
  if (error.code == "SENDER_ID_MISMATCH") return AttemptResult::kRejected;
  if (error.code == "QUOTA_EXCEEDED" || answer.status == 429) return AttemptResult::kThrottled;
  switch (answer.status) {
    case 400:
    case 413:
      return AttemptResult::kRejected;
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

messages::AttemptReport FcmOutcome(const HttpResult& result) {
  if (auto report = Unanswered(result)) return *std::move(report);
  const HttpAnswer& answer = result.answer;
  const Value json = JsonOf(answer);
  messages::AttemptReport report;
  report.detail = absl::StrCat("HTTP ", answer.status);
  report.retry_after = answer.retry_after;
  if (answer.status < 300) {
    // FCM names the message that it has taken. What else says 200 is not FCM.
    const bool taken = !TextAt(json, {"name"}).empty();
    report.result = taken ? AttemptResult::kSent : AttemptResult::kUnknown;
    report.provider_fault = !taken;
    if (!taken) absl::StrAppend(&report.detail, " without a message's name");
    return report;
  }
  const FcmError error = ErrorIn(json);
  report.result = ResultOf(answer, error);
  if (!error.code.empty()) absl::StrAppend(&report.detail, " ", ReplyText(error.code));
  const std::string words = ReplyText(TextAt(json, {"error", "message"}));
  if (!words.empty()) absl::StrAppend(&report.detail, ": ", words);
  if (report.result == AttemptResult::kThrottled && report.retry_after == absl::ZeroDuration()) {
    report.retry_after = kQuotaPause;
  }
  report.provider_fault =
      report.result == AttemptResult::kTemporary || report.result == AttemptResult::kUnknown;
  return report;
}

}  // namespace usher::provider
