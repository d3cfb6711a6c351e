#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "channel/policy.h"
#include "customer/channel.h"
#include "customer/record.h"

// What customers write back, as far as it holds messages or stops them.
namespace usher::channel {

// The name under which an open conversation stands against messages.
inline constexpr absl::string_view kConversation = "conversation";

// Whether messages of the category are marketing: consents for all categories cover them.
bool IsMarketing(const Policy& policy, absl::string_view category);

// Until when an open conversation holds messages of the category; not after `now`: it does not.
absl::Time HeldByConversation(const Policy& policy, const customer::Record& record, absl::Time now,
                              absl::string_view category);

// What a whole message says to us rather than to a person.
enum class ReplyWord : std::uint8_t { kNone, kStop, kStart };

// Only sms, whatsapp and chat know such words.
ReplyWord WordOf(const Policy& policy, customer::Channel channel, absl::string_view text);

// A word as it is compared: in lower case, without white space and punctuation around it.
std::string NormalWord(absl::string_view text);

// The words of policies that list none, as NormalWord() gives them.
const std::vector<std::string>& DefaultStopWords();
const std::vector<std::string>& DefaultStartWords();

}  // namespace usher::channel
