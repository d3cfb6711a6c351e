#pragma once

#include <array>
#include <atomic>
#include <string>

#include <curl/curl.h>

#include "provider/secret_file.h"
#include "provider/smtp_client.h"

namespace usher::provider {

// One mail over one handle of libcurl, and how far it got.
class SmtpDialogue {
 public:
  // `stop` breaks it off. All outlive it.
  SmtpDialogue(const SmtpServer& server, const SmtpMail& mail, const std::atomic<bool>& stop)
      : server_(server), mail_(mail), stop_(stop) {}

  // Blocks until it is over. Connections of earlier dialogues on this handle are used again.
  SmtpResult Run(CURL* easy, const std::string& password);

 private:
  void SetServer(CURL* easy, const std::string& password);
  void SetCallbacks(CURL* easy);
  void TakeCommand(absl::string_view line);
  void TakeReply(absl::string_view line);
  std::size_t ReadText(char* out, std::size_t room);

  static int OnDebug(CURL*, curl_infotype type, char* data, std::size_t size, void* self);
  static std::size_t OnReply(char* data, std::size_t, std::size_t size, void* self);
  static std::size_t OnRead(char* out, std::size_t, std::size_t room, void* self);
  static int OnProgress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

  const SmtpServer& server_;
  const SmtpMail& mail_;
  const std::atomic<bool>& stop_;
  std::string url_;
  std::array<char, CURL_ERROR_SIZE> error_{};
  std::size_t read_ = 0;
  bool leaving_ = false;  // QUIT was said: what the server answers is about that
  SmtpResult result_;
};

}  // namespace usher::provider
