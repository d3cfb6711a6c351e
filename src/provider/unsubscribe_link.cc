#include "provider/unsubscribe_link.h"

#include "absl/strings/str_replace.h"

#include "provider/message_token.h"

namespace usher::provider {

std::string UnsubscribeToken(const journey::Message& message, absl::string_view key) {
  return MessageToken(kUnsubscribePurpose, message, key);
}

absl::StatusOr<messages::Feedback> ReadUnsubscribeToken(absl::string_view token,
                                                        const std::vector<std::string>& keys) {
  auto wish = ReadMessageToken(kUnsubscribePurpose, token, keys);
  if (wish.ok()) wish->kind = messages::FeedbackKind::kUnsubscribed;
  return wish;
}

std::string UnsubscribeLink(absl::string_view url, const journey::Message& message,
                            absl::string_view key) {
  return absl::StrReplaceAll(url, {{kTokenPlace, UnsubscribeToken(message, key)}});
}

}  // namespace usher::provider
