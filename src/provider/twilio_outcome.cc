#include "provider/twilio_outcome.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "provider/api_answer.h"
#include "provider/code_meaning.h"
#include "provider/reply_text.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;
using messages::AttemptReport;

constexpr CodeMeaning kCodes[] = {
    // Too many requests, messages or concurrent calls; the sender's queue is full.
    {14107, AttemptResult::kThrottled},
    {20429, AttemptResult::kThrottled},
    {21611, AttemptResult::kThrottled},
    {30001, AttemptResult::kThrottled},
    {63038, AttemptResult::kThrottled},
    // No number, no mobile number, a number out of service, a landline.
    {21211, AttemptResult::kDeadAddress},
    {21217, AttemptResult::kDeadAddress},
    {21614, AttemptResult::kDeadAddress},
    {30005, AttemptResult::kDeadAddress},
    {30006, AttemptResult::kDeadAddress},
    // The recipient answered STOP.
    {21610, AttemptResult::kComplaint},
    // The handset cannot be reached at present; Twilio has no news.
    {30003, AttemptResult::kTemporary},
    {30008, AttemptResult::kTemporary},
    // The region is not enabled; no route from this sender to that number.
    {21408, AttemptResult::kRejected},
    {21612, AttemptResult::kRejected},
    // Credentials, the account, or the sender as it is configured here.
    {20003, AttemptResult::kTemporary, true},
    {20005, AttemptResult::kTemporary, true},
    {20404, AttemptResult::kTemporary, true},
    {21212, AttemptResult::kTemporary, true},
    {21603, AttemptResult::kTemporary, true},
    {21606, AttemptResult::kTemporary, true},
    {21659, AttemptResult::kTemporary, true},
    {21660, AttemptResult::kTemporary, true},
    {21701, AttemptResult::kTemporary, true},
    {21703, AttemptResult::kTemporary, true},
    {30002, AttemptResult::kTemporary, true},
};

bool HasFailed(absl::string_view status) {
  return status == "failed" || status == "undelivered" || status == "canceled";
}

}  // namespace

AttemptReport TwilioOutcome(const HttpResult& result) {
  if (auto report = Unanswered(result)) return *std::move(report);
  const HttpAnswer& answer = result.answer;
  const base::Value body = JsonOf(answer);
  const std::string sid = TextAt(body, {"sid"});
  const std::string status = TextAt(body, {"status"});
  const bool taken = answer.status < 300 && !sid.empty();
  if (!taken && answer.status < 400) {
    return ByStatus(answer, absl::StrCat("HTTP ", answer.status, " that is not Twilio's"));
  }
  if (taken && !HasFailed(status)) {
    return {AttemptResult::kSent, ReplyText(absl::StrCat("Twilio ", sid, " ", status))};
  }
  const std::int64_t code = IntAt(body, {taken ? "error_code" : "code"});
  const std::string words = TextAt(body, {taken ? "error_message" : "message"});
  std::string detail = ReplyText(code == 0 ? absl::StrCat("HTTP ", answer.status, " ", words)
                                           : absl::StrCat("Twilio ", code, " ", words));
  if (const CodeMeaning* meaning = FindMeaning(kCodes, code)) {
    return {meaning->result, std::move(detail), answer.retry_after, meaning->provider_fault};
  }
  if (taken) return {AttemptResult::kRejected, std::move(detail)};
  return ByStatus(answer, std::move(detail));
}

AttemptResult TwilioCodeResult(std::int64_t code) {
  const CodeMeaning* meaning = FindMeaning(kCodes, code);
  return meaning == nullptr ? AttemptResult::kRejected : meaning->result;
}

}  // namespace usher::provider
