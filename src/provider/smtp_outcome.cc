#include "provider/smtp_outcome.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;
using messages::AttemptReport;

constexpr int kClosing = 421;
constexpr int kTooLarge = 552;

// The enhanced status code without its first digit, such as "1.1" of "550 5.1.1 no such user"; ""
// where there is none.
std::string SubjectOf(absl::string_view reply) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(reply, absl::ByAnyChar(" -"), absl::SkipEmpty());
  if (words.size() < 2) return "";
  const std::vector<absl::string_view> parts = absl::StrSplit(words[1], '.');
  if (parts.size() != 3 || parts[0].empty() || parts[0] != reply.substr(0, 1)) return "";
  return absl::StrCat(parts[1], ".", parts[2]);
}

bool IsOneOf(absl::string_view subject, std::initializer_list<absl::string_view> list) {
  for (const absl::string_view one : list) {
    if (subject == one) return true;
  }
  return false;
}

AttemptResult Transient(const SmtpResult& result, absl::string_view subject) {
  // Congestion, and the rate limits of large receivers.
  const bool throttled = result.code == kClosing || IsOneOf(subject, {"4.5", "7.28", "7.650"});
  return throttled ? AttemptResult::kThrottled : AttemptResult::kTemporary;
}

AttemptResult Permanent(absl::string_view subject) {
  // No such mailbox, no such domain, bad syntax, moved, null MX; disabled mailbox.
  if (IsOneOf(subject, {"1.1", "1.2", "1.3", "1.6", "1.10", "2.1"})) {
    return AttemptResult::kDeadAddress;
  }
  if (IsOneOf(subject, {"2.2"})) return AttemptResult::kTemporary;  // the mailbox is full
  return AttemptResult::kRejected;
}

bool IsAboutTheMessage(const SmtpResult& result) {
  return result.stage >= SmtpStage::kRecipient ||
         (result.stage == SmtpStage::kSender && result.code == kTooLarge);
}

}  // namespace

AttemptReport SmtpOutcome(const SmtpResult& result) {
  AttemptReport report;
  report.detail = result.reply.empty() ? result.error : result.reply;
  const std::string subject = SubjectOf(result.reply);
  if (result.stage == SmtpStage::kDone) {
    report.result = AttemptResult::kSent;
  } else if (result.code >= 400 && result.code < 500) {
    report.result = Transient(result, subject);
    // Before a recipient is named, it is not about him.
    report.provider_fault =
        report.result == AttemptResult::kTemporary && result.stage < SmtpStage::kRecipient;
  } else if (result.code >= 500 && IsAboutTheMessage(result)) {
    report.result = Permanent(subject);
  } else if (result.stage == SmtpStage::kEnd) {
    report.result = AttemptResult::kUnknown;
    report.provider_fault = true;
  } else {
    report.result = AttemptResult::kTemporary;
    report.provider_fault = true;
  }
  return report;
}

}  // namespace usher::provider
