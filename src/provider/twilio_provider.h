#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/time/time.h"

#include "messages/provider_port.h"
#include "provider/http_port.h"
#include "provider/secret_file.h"

namespace usher::provider {

struct TwilioSetting {
  std::string url = "https://api.twilio.com";  // without a slash at its end
  std::string account_sid;
  std::string username;  // account_sid, or the SID of an API key
  std::string from;      // one of these two is empty
  std::string messaging_service_sid;
  std::string status_callback;        // a URL that Twilio tells what follows; empty: none
  bool status_names_message = false;  // the callback's query is to have the send id
  absl::Duration timeout = absl::Seconds(8);
  bool at_most_once = true;  // no repetition, not even of what met a connection just closed
};

// Sends text messages by Twilio's Messages resource (API of 2010-04-01). It knows no idempotency
// keys.
class TwilioProvider : public messages::ProviderPort {
 public:
  // The first of `secrets` is the auth token, or the secret of the API key.
  TwilioProvider(TwilioSetting setting, std::shared_ptr<HttpPort> http,
                 std::shared_ptr<SecretFile> secrets);

  void Send(const journey::Message& message,
            std::function<void(messages::AttemptReport)> done) override;

 private:
  const TwilioSetting setting_;
  const std::shared_ptr<HttpPort> http_;
  const std::shared_ptr<SecretFile> secrets_;
};

}  // namespace usher::provider
