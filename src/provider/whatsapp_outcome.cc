#include "provider/whatsapp_outcome.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "provider/api_answer.h"
#include "provider/code_meaning.h"
#include "provider/graph_answer.h"
#include "provider/reply_text.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;
using messages::AttemptReport;

// What is not here is decided by the status: mostly 400, a refusal of this message.
constexpr CodeMeaning kCodes[] = {
    // Too many calls of the app, the account, the number.
    {4, AttemptResult::kThrottled},
    {80007, AttemptResult::kThrottled},
    {130429, AttemptResult::kThrottled},
    {131048, AttemptResult::kThrottled},
    {133016, AttemptResult::kThrottled},
    {131056, AttemptResult::kTemporary},    // too many messages to this recipient
    {131026, AttemptResult::kDeadAddress},  // cannot be reached by WhatsApp
    {131050, AttemptResult::kComplaint},    // the recipient stopped marketing from this sender
    // The window of 24 hours is over; enough marketing for this recipient; not in this country.
    {131047, AttemptResult::kRejected},
    {131049, AttemptResult::kRejected},
    {130497, AttemptResult::kRejected},
    // A template that is unknown, paused, disabled, or does not fit its parameters.
    {132000, AttemptResult::kRejected},
    {132001, AttemptResult::kRejected},
    {132005, AttemptResult::kRejected},
    {132007, AttemptResult::kRejected},
    {132012, AttemptResult::kRejected},
    {132015, AttemptResult::kRejected},
    {132016, AttemptResult::kRejected},
    // The platform.
    {1, AttemptResult::kTemporary, true},
    {2, AttemptResult::kTemporary, true},
    {131000, AttemptResult::kTemporary, true},
    {131016, AttemptResult::kTemporary, true},
    {131057, AttemptResult::kTemporary, true},
    {133004, AttemptResult::kTemporary, true},
    // Token, permissions, the number and the account.
    {0, AttemptResult::kTemporary, true},
    {3, AttemptResult::kTemporary, true},
    {10, AttemptResult::kTemporary, true},
    {33, AttemptResult::kTemporary, true},
    {190, AttemptResult::kTemporary, true},
    {200, AttemptResult::kTemporary, true},
    {368, AttemptResult::kTemporary, true},
    {131005, AttemptResult::kTemporary, true},
    {131031, AttemptResult::kTemporary, true},
    {131042, AttemptResult::kTemporary, true},
    {131045, AttemptResult::kTemporary, true},
    {133010, AttemptResult::kTemporary, true},
};

// The id of the message that was taken; "" where none is named.
std::string MessageId(const base::Value& body) {
  const base::Value* list = body.Find("messages");
  if (list == nullptr || list->as_list() == nullptr || list->as_list()->empty()) return "";
  return TextAt(list->as_list()->front(), {"id"});
}

}  // namespace

AttemptReport WhatsappOutcome(const HttpResult& result) {
  if (auto report = Unanswered(result)) return *std::move(report);
  const HttpAnswer& answer = result.answer;
  const base::Value body = JsonOf(answer);
  if (answer.status < 300) {
    const std::string id = MessageId(body);
    if (!id.empty()) return {AttemptResult::kSent, ReplyText(absl::StrCat("WhatsApp ", id))};
    return ByStatus(answer, "WhatsApp named no message");
  }
  const GraphError error = GraphErrorOf(body);
  const CodeMeaning* meaning = error.given ? FindMeaning(kCodes, error.code) : nullptr;
  std::string detail =
      error.given ? absl::StrCat("WhatsApp ", error.words) : absl::StrCat("HTTP ", answer.status);
  if (meaning != nullptr && answer.status >= 400) {
    return {meaning->result, std::move(detail), answer.retry_after, meaning->provider_fault};
  }
  return ByStatus(answer, std::move(detail));
}

AttemptResult WhatsappCodeResult(std::int64_t code) {
  const CodeMeaning* meaning = FindMeaning(kCodes, code);
  return meaning == nullptr ? AttemptResult::kRejected : meaning->result;
}

}  // namespace usher::provider
