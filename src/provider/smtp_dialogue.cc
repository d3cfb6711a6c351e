#include "provider/smtp_dialogue.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "provider/reply_text.h"

namespace usher::provider {
namespace {

constexpr absl::Duration kConnectTimeout = absl::Seconds(5);
constexpr std::size_t kCodeDigits = 3;

long Milliseconds(absl::Duration span) {
  return static_cast<long>(absl::ToInt64Milliseconds(span));
}

}  // namespace

SmtpResult SmtpDialogue::Run(CURL* easy, const std::string& password) {
  curl_easy_reset(easy);
  SetServer(easy, password);
  SetCallbacks(easy);
  curl_slist* recipients = curl_slist_append(nullptr, absl::StrCat("<", mail_.to, ">").c_str());
  curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt(easy, CURLOPT_MAIL_FROM, absl::StrCat("<", mail_.from, ">").c_str());
  const CURLcode code = curl_easy_perform(easy);
  curl_slist_free_all(recipients);
  // Closing the connection later must not call back here.
  curl_easy_reset(easy);
  if (code == CURLE_OK) {
    result_.stage = SmtpStage::kDone;
  } else {
    result_.error = ReplyText(error_[0] != '\0' ? error_.data() : curl_easy_strerror(code));
  }
  return std::move(result_);
}

void SmtpDialogue::SetServer(CURL* easy, const std::string& password) {
  const bool implicit = server_.security == SmtpSecurity::kImplicit;
  url_ = absl::StrCat(implicit ? "smtps://" : "smtp://", server_.host, ":", server_.port, "/",
                      server_.hello_name);
  curl_easy_setopt(easy, CURLOPT_URL, url_.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  if (server_.security == SmtpSecurity::kStartTls) {
    curl_easy_setopt(easy, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  }
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!server_.ca_file.empty()) {
    curl_easy_setopt(easy, CURLOPT_CAINFO, server_.ca_file.c_str());
    curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
  }
  if (!server_.username.empty()) {
    curl_easy_setopt(easy, CURLOPT_USERNAME, server_.username.c_str());
    curl_easy_setopt(easy, CURLOPT_PASSWORD, password.c_str());
    curl_easy_setopt(easy, CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN");
  }
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, Milliseconds(server_.timeout));
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                   Milliseconds(std::min(server_.timeout, kConnectTimeout)));
}

void SmtpDialogue::SetCallbacks(CURL* easy) {
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_.data());
  curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(easy, CURLOPT_READFUNCTION, &SmtpDialogue::OnRead);
  curl_easy_setopt(easy, CURLOPT_READDATA, this);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &SmtpDialogue::OnReply);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, &SmtpDialogue::OnDebug);
  curl_easy_setopt(easy, CURLOPT_DEBUGDATA, this);
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &SmtpDialogue::OnProgress);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, this);
}

// Of commands only the verb is looked at: what follows AUTH is secret.
void SmtpDialogue::TakeCommand(absl::string_view line) {
  if (absl::StartsWith(line, "QUIT")) leaving_ = true;
  if (leaving_ || result_.stage >= SmtpStage::kText) return;
  if (absl::StartsWith(line, "MAIL ")) {
    result_.stage = SmtpStage::kSender;
  } else if (absl::StartsWith(line, "RCPT ")) {
    result_.stage = SmtpStage::kRecipient;
  } else if (absl::StartsWith(line, "DATA")) {
    result_.stage = SmtpStage::kText;
  }
  result_.code = 0;
  result_.reply.clear();
}

void SmtpDialogue::TakeReply(absl::string_view line) {
  int code = 0;
  if (leaving_) return;
  if (line.size() < kCodeDigits || !absl::SimpleAtoi(line.substr(0, kCodeDigits), &code)) return;
  result_.code = code;
  result_.reply = ReplyText(line);
}

std::size_t SmtpDialogue::ReadText(char* out, std::size_t room) {
  const std::size_t count = std::min(room, mail_.text.size() - read_);
  mail_.text.copy(out, count, read_);
  read_ += count;
  if (count == 0) {
    // The leave to send the text is no answer to it.
    result_.stage = SmtpStage::kEnd;
    result_.code = 0;
    result_.reply.clear();
  }
  return count;
}

int SmtpDialogue::OnDebug(CURL*, curl_infotype type, char* data, std::size_t size, void* self) {
  if (type == CURLINFO_HEADER_OUT) {
    static_cast<SmtpDialogue*>(self)->TakeCommand(absl::string_view(data, size));
  }
  return 0;
}

std::size_t SmtpDialogue::OnReply(char* data, std::size_t, std::size_t size, void* self) {
  static_cast<SmtpDialogue*>(self)->TakeReply(absl::string_view(data, size));
  return size;
}

std::size_t SmtpDialogue::OnRead(char* out, std::size_t, std::size_t room, void* self) {
  return static_cast<SmtpDialogue*>(self)->ReadText(out, room);
}

int SmtpDialogue::OnProgress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<SmtpDialogue*>(self)->stop_ ? 1 : 0;
}

}  // namespace usher::provider
