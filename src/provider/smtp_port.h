#pragma once

#include <functional>
#include <string>

namespace usher::provider {

// One mail to one recipient. Both addresses are such as IsMailAddress() takes.
struct SmtpMail {
  std::string from;  // of the envelope: where bounces go
  std::string to;
  std::string text;  // RFC 5322, with CRLF
};

// How far a mail got.
enum class SmtpStage {
  kConnect,    // until the server was ready for mail: connection, TLS, signing in
  kSender,     // MAIL was said
  kRecipient,  // RCPT was said
  kText,       // DATA was said, and a part of the text at most
  kEnd,        // all of the text, and perhaps its end
  kDone,       // the server took it
};

struct SmtpResult {
  SmtpStage stage = SmtpStage::kConnect;
  int code = 0;       // of the server's last reply at this stage; 0 if there was none
  std::string reply;  // that reply, its code in front, fit to be shown
  std::string error;  // what the client says; empty if kDone
};

// The way to a mail server. Thread-safe.
class SmtpPort {
 public:
  virtual ~SmtpPort() = default;

  // `done` is called exactly once, on another thread.
  virtual void Send(SmtpMail mail, std::function<void(SmtpResult)> done) = 0;
};

}  // namespace usher::provider
