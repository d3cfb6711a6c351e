#include "provider/telegram_provider.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "base/json.h"
#include "provider/content_part.h"
#include "provider/telegram_outcome.h"

namespace usher::provider {
namespace {

bool IsNameCharacter(unsigned char c) { return absl::ascii_isalnum(c) || c == '_'; }

// What stands for a chat in a request; nothing for what cannot be one.
std::optional<base::Value> ChatId(absl::string_view address) {
  address = absl::StripAsciiWhitespace(address);
  std::int64_t id = 0;
  if (absl::SimpleAtoi(address, &id) && id != 0) return base::Value(id);
  absl::string_view name = address;
  if (!absl::ConsumePrefix(&name, "@") || name.empty() || name.size() > 32) return std::nullopt;
  if (!std::all_of(name.begin(), name.end(), IsNameCharacter)) return std::nullopt;
  return base::Value(std::string(address));
}

}  // namespace

TelegramProvider::TelegramProvider(TelegramSetting setting, std::shared_ptr<HttpPort> http,
                                   std::shared_ptr<SecretFile> secrets)
    : setting_(std::move(setting)), http_(std::move(http)), secrets_(std::move(secrets)) {}

void TelegramProvider::Send(const journey::Message& message,
                            std::function<void(messages::AttemptReport)> done) {
  std::optional<base::Value> chat = ChatId(message.address);
  if (!chat) {
    done({journey::AttemptResult::kDeadAddress,
          "the address is neither the id of a chat nor the name of a channel"});
    return;
  }
  std::string text = TextWithLink(message.content);
  if (text.empty()) {
    done({journey::AttemptResult::kRejected, "the message has no text"});
    return;
  }
  base::Value body{base::Value::Map()};
  body.Set("chat_id", *std::move(chat));
  body.Set("text", base::Value(std::move(text)));
  if (setting_.silent) body.Set("disable_notification", base::Value(true));
  if (!setting_.link_preview) {
    base::Value options{base::Value::Map()};
    options.Set("is_disabled", base::Value(true));
    body.Set("link_preview_options", std::move(options));
  }
  const std::string token = secrets_->Get().front();
  if (!IsTelegramToken(token)) {
    done({journey::AttemptResult::kTemporary,
          absl::StrCat(secrets_->path(), ": is no bot's token"),
          {},
          /*provider_fault=*/true});
    return;
  }
  HttpRequest request;
  request.url = absl::StrCat(setting_.url, "/bot", token, "/sendMessage");
  request.timeout = setting_.timeout;
  request.once = setting_.at_most_once;
  request.body = base::ToJson(body);
  request.headers = {"Content-Type: application/json", "User-Agent: usher"};
  http_->Post(std::move(request), [done = std::move(done)](const HttpResult& result) {
    done(TelegramOutcome(result));
  });
}

bool IsTelegramToken(absl::string_view token) {
  constexpr std::size_t kSecretBytesMin = 30;
  const std::size_t colon = token.find(':');
  if (colon == 0 || colon == absl::string_view::npos) return false;
  const absl::string_view id = token.substr(0, colon);
  const absl::string_view secret = token.substr(colon + 1);
  return std::all_of(id.begin(), id.end(), absl::ascii_isdigit) &&
         secret.size() >= kSecretBytesMin &&
         std::all_of(secret.begin(), secret.end(),
                     [](unsigned char c) { return IsNameCharacter(c) || c == '-'; });
}

}  // namespace usher::provider
