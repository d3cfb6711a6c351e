#include "provider/email_message.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "journey/send_id.h"
#include "provider/content_part.h"
#include "provider/mail_text.h"

namespace usher::provider {
namespace {

std::string EscapeHtml(absl::string_view text) {
  return absl::StrReplaceAll(text,
                             {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

// After <body> if there is one, so that the document stays well-formed.
std::string WithPreheader(absl::string_view html, absl::string_view preheader) {
  if (preheader.empty()) return std::string(html);
  const std::string hidden = absl::StrCat(
      "<div style=\"display:none;max-height:0;overflow:hidden\">", EscapeHtml(preheader), "</div>");
  const std::string lower = absl::AsciiStrToLower(html);
  const std::size_t body = lower.find("<body");
  const std::size_t end = body == std::string::npos ? std::string::npos : lower.find('>', body);
  const std::size_t at = end == std::string::npos ? 0 : end + 1;
  return absl::StrCat(html.substr(0, at), hidden, html.substr(at));
}

std::string Part(absl::string_view type, absl::string_view text) {
  return absl::StrCat("Content-Type: ", type, "; charset=utf-8\r\n",
                      "Content-Transfer-Encoding: quoted-printable\r\n\r\n", QuotedPrintable(text));
}

// No encoded text holds "=_", so no part holds the boundary.
std::string Body(absl::string_view text, absl::string_view html, absl::string_view id) {
  if (html.empty()) return Part("text/plain", text);
  if (text.empty()) return Part("text/html", html);
  const std::string boundary = absl::StrCat("=_usher_", id);
  return absl::StrCat("Content-Type: multipart/alternative;\r\n boundary=\"", boundary,
                      "\"\r\n\r\n--", boundary, "\r\n", Part("text/plain", text), "--", boundary,
                      "\r\n", Part("text/html", html), "--", boundary, "--\r\n");
}

// Folded, because lines have an end and customers' ids may be long.
void AppendToken(absl::string_view token, std::string* headers) {
  constexpr std::size_t kLine = 72;
  if (token.empty()) return;
  absl::StrAppend(headers, kMessageHeader, ":");
  for (; !token.empty(); token.remove_prefix(std::min(kLine, token.size()))) {
    absl::StrAppend(headers, "\r\n ", token.substr(0, kLine));
  }
  absl::StrAppend(headers, "\r\n");
}

void AppendUnsubscribe(const EmailUnsubscribe& unsubscribe, std::string* headers) {
  if (unsubscribe.url.empty() && unsubscribe.mailto.empty()) return;
  absl::StrAppend(headers, "List-Unsubscribe:");
  if (!unsubscribe.url.empty()) {
    absl::StrAppend(headers, "\r\n <", unsubscribe.url, ">", unsubscribe.mailto.empty() ? "" : ",");
  }
  if (!unsubscribe.mailto.empty())
    absl::StrAppend(headers, "\r\n <mailto:", unsubscribe.mailto, ">");
  absl::StrAppend(headers, "\r\n");
  if (unsubscribe.url.empty()) return;
  absl::StrAppend(headers, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
}

}  // namespace

absl::StatusOr<std::string> EmailMessage(const journey::Message& message, const EmailSender& sender,
                                         const EmailUnsubscribe& unsubscribe,
                                         const std::string& token) {
  if (!IsMailAddress(message.address)) {
    return absl::InvalidArgumentError("the address is not one that mail can be sent to");
  }
  const std::string text = absl::StrReplaceAll(ContentPart(message.content, "text"),
                                               {{kUnsubscribePlace, unsubscribe.url}});
  const std::string html = absl::StrReplaceAll(ContentPart(message.content, "html"),
                                               {{kUnsubscribePlace, EscapeHtml(unsubscribe.url)}});
  if (text.empty() && html.empty()) {
    return absl::InvalidArgumentError("there is neither text nor html to send");
  }
  const std::string id = journey::SendIdText(message.send_id);
  const std::string domain = sender.message_id.empty()
                                 ? sender.address.substr(sender.address.rfind('@') + 1)
                                 : sender.message_id;
  std::string headers = absl::StrCat(
      "Date: ", absl::FormatTime("%a, %d %b %Y %H:%M:%S +0000", message.at, absl::UTCTimeZone()),
      "\r\nFrom: ", HeaderMailbox(sender.name, sender.address), "\r\nTo: ", message.address,
      "\r\nSubject: ", HeaderText(ContentPart(message.content, "subject")), "\r\nMessage-ID: <", id,
      "@", domain, ">\r\n");
  if (!sender.reply_to.empty()) absl::StrAppend(&headers, "Reply-To: ", sender.reply_to, "\r\n");
  AppendToken(token, &headers);
  AppendUnsubscribe(unsubscribe, &headers);
  return absl::StrCat(
      headers, "MIME-Version: 1.0\r\n",
      Body(text, html.empty() ? "" : WithPreheader(html, ContentPart(message.content, "preheader")),
           id));
}

}  // namespace usher::provider
