#pragma once

#include <memory>
#include <string>

#include "messages/provider_port.h"
#include "provider/email_message.h"
#include "provider/secret_file.h"
#include "provider/smtp_port.h"

namespace usher::provider {

struct EmailSetting {
  EmailSender sender;
  std::string return_path;         // where bounces go; empty: the sender's address
  std::string unsubscribe_url;     // with {token}; empty: none
  std::string unsubscribe_mailto;  // an address; empty: none
};

// Sends messages as mail. Its Message-ID is the send id, but mail servers do not recognise
// repetitions by it.
class EmailProvider : public messages::ProviderPort {
 public:
  // `unsubscribe_key` goes with an unsubscribe_url, else it is null; its first secret signs. So
  // does that of `token_key` what messages say of themselves; null: they say nothing.
  EmailProvider(EmailSetting setting, std::shared_ptr<SmtpPort> smtp,
                std::shared_ptr<SecretFile> unsubscribe_key,
                std::shared_ptr<SecretFile> token_key = nullptr);

  void Send(const journey::Message& message,
            std::function<void(messages::AttemptReport)> done) override;

 private:
  EmailUnsubscribe UnsubscribeFor(const journey::Message& message) const;

  const EmailSetting setting_;
  const std::shared_ptr<SmtpPort> smtp_;
  const std::shared_ptr<SecretFile> unsubscribe_key_;
  const std::shared_ptr<SecretFile> token_key_;
};

}  // namespace usher::provider
