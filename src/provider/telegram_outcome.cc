#include "provider/telegram_outcome.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "provider/api_answer.h"
#include "provider/reply_text.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;
using messages::AttemptReport;

// The API has no codes for what is wrong with a request, only words.
bool IsAboutTheChat(absl::string_view words) {
  static constexpr absl::string_view kPhrases[] = {
      "chat not found",  "user not found",  "group chat was upgraded", "chat_id is empty",
      "peer_id_invalid", "user_id_invalid", "input_user_deactivated",  "group chat was deleted"};
  const std::string lower = absl::AsciiStrToLower(words);
  return std::any_of(std::begin(kPhrases), std::end(kPhrases),
                     [&](absl::string_view phrase) { return absl::StrContains(lower, phrase); });
}

}  // namespace

AttemptReport TelegramOutcome(const HttpResult& result) {
  if (auto report = Unanswered(result)) return *std::move(report);
  const HttpAnswer& answer = result.answer;
  const base::Value body = JsonOf(answer);
  const base::Value* ok = body.Find("ok");
  const bool is_telegram = ok != nullptr && ok->as_bool() != nullptr;
  if (!is_telegram) return ByStatus(answer, absl::StrCat("HTTP ", answer.status));
  if (*ok->as_bool() && answer.status < 300) {
    const std::int64_t id = IntAt(body, {"result", "message_id"});
    if (id != 0) return {AttemptResult::kSent, absl::StrCat("Telegram message ", id)};
    return ByStatus(answer, "Telegram named no message");
  }
  const std::string words = TextAt(body, {"description"});
  std::string detail = ReplyText(absl::StrCat("Telegram ", answer.status, " ", words));
  // The bot was blocked, kicked, or never spoken to; or the account is gone.
  if (answer.status == 403 || (answer.status == 400 && IsAboutTheChat(words))) {
    return {AttemptResult::kDeadAddress, std::move(detail)};
  }
  AttemptReport report = ByStatus(answer, std::move(detail));
  const std::int64_t seconds = IntAt(body, {"parameters", "retry_after"});
  if (seconds > 0) report.retry_after = absl::Seconds(seconds);
  return report;
}

}  // namespace usher::provider
