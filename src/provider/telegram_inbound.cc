#include "provider/telegram_inbound.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "provider/api_answer.h"
#include "provider/hmac.h"
#include "provider/inbound_report.h"

namespace usher::provider {
namespace {

using messages::Feedback;
using messages::FeedbackKind;

// Nothing unless `holder` has a private chat.
bool SetChat(const base::Value& holder, Feedback* report) {
  const std::int64_t id = IntAt(holder, {"chat", "id"});
  if (TextAt(holder, {"chat", "type"}) != "private" || id == 0) return false;
  report->channel = customer::Channel::kChat;
  report->address = absl::StrCat(id);
  report->at = SecondsAt(holder, "date");
  return true;
}

// What kind of message has no text.
std::string KindOf(const base::Value& message) {
  for (const char* kind :
       {"photo", "voice", "video", "document", "sticker", "location", "contact", "audio"}) {
    if (message.Find(kind) != nullptr) return kind;
  }
  return "message";
}

// Whether there is something to report.
bool ReadUpdate(const base::Value& update, Feedback* report) {
  if (const base::Value* message = update.Find("message")) {
    report->kind = FeedbackKind::kReplied;
    std::string text = TextAt(*message, {"text"});
    if (text.empty()) text = TextAt(*message, {"caption"});
    report->text = WrittenText(text, KindOf(*message));
    return SetChat(*message, report);
  }
  if (const base::Value* pressed = update.Find("callback_query")) {
    const base::Value* message = pressed->Find("message");
    report->kind = FeedbackKind::kReplied;
    report->text = WrittenText(TextAt(*pressed, {"data"}), "button");
    if (message == nullptr || !SetChat(*message, report)) return false;
    report->at = absl::InfinitePast();  // its date is that of the message with the button
    return true;
  }
  if (const base::Value* member = update.Find("my_chat_member")) {
    report->kind = FeedbackKind::kBounced;
    report->permanent = true;
    report->detail = "Telegram: the bot was blocked";
    return TextAt(*member, {"new_chat_member", "status"}) == "kicked" && SetChat(*member, report);
  }
  return false;
}

}  // namespace

TelegramInbound::TelegramInbound(std::shared_ptr<SecretFile> secret_tokens)
    : secret_tokens_(std::move(secret_tokens)) {}

messages::InboundReading TelegramInbound::Read(const messages::WebRequest& request,
                                               absl::Time /*now*/) {
  if (request.method != "POST") return RefuseMethod("POST");
  bool known = false;
  for (const std::string& token : secret_tokens_->Get()) {
    known |= EqualInConstantTime(request.Header("x-telegram-bot-api-secret-token"), token);
  }
  if (!known) return Refuse(403, "X-Telegram-Bot-Api-Secret-Token is not the one of setWebhook");
  const auto update = base::ParseJson(request.body, kInboundJson);
  if (!update.ok()) return Refuse(400, std::string(update.status().message()));
  messages::InboundReading reading;
  Feedback report;
  if (ReadUpdate(*update, &report)) {
    report.id = InboundId("telegram", {absl::StrCat(IntAt(*update, {"update_id"}))});
    reading.reports.push_back(std::move(report));
  }
  return reading;
}

}  // namespace usher::provider
