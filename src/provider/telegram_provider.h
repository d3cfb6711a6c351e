#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "messages/provider_port.h"
#include "provider/http_port.h"
#include "provider/secret_file.h"

namespace usher::provider {

struct TelegramSetting {
  std::string url = "https://api.telegram.org";  // without a slash at its end
  bool silent = false;                           // telephones make no sound
  bool link_preview = true;
  absl::Duration timeout = absl::Seconds(8);
  bool at_most_once = true;  // no repetition, not even of what met a connection just closed
};

// Sends chat messages as a bot of Telegram's, as plain text. Addresses are ids of chats, or the
// names of public channels with @ in front. The API knows no idempotency keys.
class TelegramProvider : public messages::ProviderPort {
 public:
  // The first of `secrets` is the bot's token.
  TelegramProvider(TelegramSetting setting, std::shared_ptr<HttpPort> http,
                   std::shared_ptr<SecretFile> secrets);

  void Send(const journey::Message& message,
            std::function<void(messages::AttemptReport)> done) override;

 private:
  const TelegramSetting setting_;
  const std::shared_ptr<HttpPort> http_;
  const std::shared_ptr<SecretFile> secrets_;
};

// Whether a text may be a bot's token, which becomes part of a URL: digits, a colon, and at least
// 30 letters, digits, '-' and '_'.
bool IsTelegramToken(absl::string_view token);

}  // namespace usher::provider
