#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "journey/compose.h"

namespace usher::provider {

// Whom messages come from. Addresses are such as IsMailAddress() takes.
struct EmailSender {
  std::string address;
  std::string name;        // may be empty
  std::string reply_to;    // an address, or empty
  std::string message_id;  // domain of Message-ID; empty: that of `address`
};

// How to want no more messages; both empty for messages that are not marketing.
struct EmailUnsubscribe {
  std::string url;     // one-click by RFC 8058
  std::string mailto;  // an address, or empty
};

// The header that says which message of whose it is, as a MessageToken() for kMailPurpose. What
// comes back about a mail has it, so that it is known whom that is about.
inline constexpr char kMessageHeader[] = "Usher-Message";

// What stands in texts for the link to unsubscribe with.
inline constexpr absl::string_view kUnsubscribePlace = "%unsubscribe_url%";

// The message as Internet mail (RFC 5322, with CRLF): headers, and text, HTML or both as
// multipart/alternative. The preheader goes invisibly before the HTML. Equal arguments give equal
// bytes. `token` is what kMessageHeader says; empty: the header is left out. INVALID_ARGUMENT when
// the address is none or there is neither text nor HTML.
absl::StatusOr<std::string> EmailMessage(const journey::Message& message, const EmailSender& sender,
                                         const EmailUnsubscribe& unsubscribe,
                                         const std::string& token = "");

}  // namespace usher::provider
