#include "provider/webhook_outcome.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "provider/api_answer.h"
#include "provider/reply_text.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;
using messages::AttemptReport;

// Receivers that hand messages on to a provider of their own may say what became of them.
constexpr absl::string_view kOutcomeHeader = "usher-outcome";

std::optional<AttemptResult> Named(absl::string_view outcome) {
  if (outcome == "delivered" || outcome == "accepted") return AttemptResult::kSent;
  if (outcome == "throttled") return AttemptResult::kThrottled;
  if (outcome == "temporary") return AttemptResult::kTemporary;
  if (outcome == "dead_address") return AttemptResult::kDeadAddress;
  if (outcome == "complaint") return AttemptResult::kComplaint;
  if (outcome == "blocked") return AttemptResult::kRejected;
  if (outcome == "unknown") return AttemptResult::kUnknown;
  return std::nullopt;
}

AttemptResult ResultOf(int status) {
  if (status < 300) return AttemptResult::kSent;
  switch (status) {
    case 408:  // the request did not arrive as a whole
    case 425:
      return AttemptResult::kTemporary;
    case 429:
      return AttemptResult::kThrottled;
    case 502:  // from something in between, behind which it may have arrived
    case 504:
      return AttemptResult::kUnknown;
    default:
      break;
  }
  if (status >= 500) return AttemptResult::kTemporary;
  // A wrong address or wrong credentials of the endpoint are no verdict on the message.
  const bool endpoint_is_wrong =
      status < 400 || (status >= 401 && status <= 405) || status == 407 || status == 410;
  return endpoint_is_wrong ? AttemptResult::kTemporary : AttemptResult::kRejected;
}

}  // namespace

AttemptReport WebhookOutcome(const HttpResult& result) {
  if (auto report = Unanswered(result)) return *std::move(report);
  const HttpAnswer& answer = result.answer;
  const std::string named(answer.Header(kOutcomeHeader));
  AttemptReport report;
  report.detail = absl::StrCat("HTTP ", answer.status, named.empty() ? "" : " ", ReplyText(named));
  report.retry_after = answer.retry_after;
  if (const auto outcome = Named(absl::AsciiStrToLower(named))) {
    report.result = *outcome;
    return report;
  }
  report.result = ResultOf(answer.status);
  const bool unavailable = answer.status == 503 && answer.retry_after > absl::ZeroDuration();
  if (unavailable) report.result = AttemptResult::kThrottled;
  report.provider_fault =
      report.result == AttemptResult::kTemporary || report.result == AttemptResult::kUnknown;
  return report;
}

}  // namespace usher::provider
