#include "provider/messenger_outcome.h"

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

// Subcodes say more than codes.
constexpr CodeMeaning kSubcodes[] = {
    {2018001, AttemptResult::kDeadAddress},  // no such person
    {1545041, AttemptResult::kDeadAddress},  // cannot be reached: blocked the page, or is gone
    {2018108, AttemptResult::kDeadAddress},
    {2018278, AttemptResult::kRejected},  // outside of the window
    {2018065, AttemptResult::kRejected},
    {2018022, AttemptResult::kRejected},
    {2018028, AttemptResult::kTemporary, true},  // the page may not use the feature
    {2018027, AttemptResult::kTemporary, true},
};

constexpr CodeMeaning kCodes[] = {
    {551, AttemptResult::kDeadAddress},  // the person is not available
    {4, AttemptResult::kThrottled},      // too many calls of the app, page, account, kind
    {32, AttemptResult::kThrottled},
    {613, AttemptResult::kThrottled},
    {80006, AttemptResult::kThrottled},
    {1200, AttemptResult::kTemporary},  // sending failed, try again
    {1, AttemptResult::kTemporary, true},
    {2, AttemptResult::kTemporary, true},
    // Token, permissions, the page's standing.
    {10, AttemptResult::kTemporary, true},
    {102, AttemptResult::kTemporary, true},
    {190, AttemptResult::kTemporary, true},
    {200, AttemptResult::kTemporary, true},
    {230, AttemptResult::kTemporary, true},
    {368, AttemptResult::kTemporary, true},
};

}  // namespace

AttemptReport MessengerOutcome(const HttpResult& result) {
  if (auto report = Unanswered(result)) return *std::move(report);
  const HttpAnswer& answer = result.answer;
  const base::Value body = JsonOf(answer);
  if (answer.status < 300) {
    const std::string id = TextAt(body, {"message_id"});
    if (!id.empty()) {
      return {AttemptResult::kSent, ReplyText(absl::StrCat("Messenger message ", id))};
    }
    return ByStatus(answer, "Messenger named no message");
  }
  const GraphError error = GraphErrorOf(body);
  std::string detail =
      error.given ? absl::StrCat("Messenger ", error.words) : absl::StrCat("HTTP ", answer.status);
  const CodeMeaning* meaning = FindMeaning(kSubcodes, error.subcode);
  if (meaning == nullptr) meaning = FindMeaning(kCodes, error.code);
  if (meaning != nullptr && answer.status >= 400) {
    return {meaning->result, std::move(detail), answer.retry_after, meaning->provider_fault};
  }
  return ByStatus(answer, std::move(detail));
}

}  // namespace usher::provider
