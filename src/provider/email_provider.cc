#include "provider/email_provider.h"

#include <utility>

#include "channel/policy.h"
#include "provider/message_token.h"
#include "provider/smtp_outcome.h"
#include "provider/unsubscribe_link.h"

namespace usher::provider {

EmailProvider::EmailProvider(EmailSetting setting, std::shared_ptr<SmtpPort> smtp,
                             std::shared_ptr<SecretFile> unsubscribe_key,
                             std::shared_ptr<SecretFile> token_key)
    : setting_(std::move(setting)),
      smtp_(std::move(smtp)),
      unsubscribe_key_(std::move(unsubscribe_key)),
      token_key_(std::move(token_key)) {}

EmailUnsubscribe EmailProvider::UnsubscribeFor(const journey::Message& message) const {
  // An order confirmation is not something to unsubscribe from.
  if (message.category == channel::kTransactional) return {};
  EmailUnsubscribe unsubscribe;
  unsubscribe.mailto = setting_.unsubscribe_mailto;
  if (unsubscribe_key_ != nullptr) {
    unsubscribe.url =
        UnsubscribeLink(setting_.unsubscribe_url, message, unsubscribe_key_->Get().front());
  }
  return unsubscribe;
}

void EmailProvider::Send(const journey::Message& message,
                         std::function<void(messages::AttemptReport)> done) {
  const std::string token =
      token_key_ == nullptr ? "" : MessageToken(kMailPurpose, message, token_key_->Get().front());
  auto text = EmailMessage(message, setting_.sender, UnsubscribeFor(message), token);
  if (!text.ok()) {
    done({journey::AttemptResult::kRejected, std::string(text.status().message())});
    return;
  }
  SmtpMail mail;
  mail.from = setting_.return_path.empty() ? setting_.sender.address : setting_.return_path;
  mail.to = message.address;
  mail.text = *std::move(text);
  smtp_->Send(std::move(mail),
              [done = std::move(done)](const SmtpResult& result) { done(SmtpOutcome(result)); });
}

}  // namespace usher::provider
