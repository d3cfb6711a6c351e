#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "provider/secret_file.h"
#include "provider/smtp_port.h"

namespace usher::provider {

enum class SmtpSecurity {
  kStartTls,  // plain at first, then TLS or nothing
  kImplicit,  // TLS from the start
  kNone,      // for a mail server on this machine
};

// A mail server and how to talk to it.
struct SmtpServer {
  std::string host;
  int port = 587;
  SmtpSecurity security = SmtpSecurity::kStartTls;
  std::string ca_file;     // authorities to trust; empty: those of the system
  std::string username;    // empty: no signing in
  std::string hello_name;  // what EHLO says; empty: the name of this machine
  int connections = 4;
  absl::Duration timeout = absl::Seconds(8);  // for one mail
};

// SMTP by libcurl, on one thread for each connection: libcurl waits for a server's last word on a
// mail without letting others go on. Connections are kept open for the next mail. Certificates
// are verified. Signs in with PLAIN or LOGIN.
class SmtpClient : public SmtpPort {
 public:
  // `password` goes with a username, else it is null. Its first secret counts.
  SmtpClient(SmtpServer server, std::shared_ptr<SecretFile> password);
  SmtpClient(const SmtpClient&) = delete;
  SmtpClient& operator=(const SmtpClient&) = delete;
  // Breaks off what is under way.
  ~SmtpClient() override;

  void Send(SmtpMail mail, std::function<void(SmtpResult)> done) override;

 private:
  struct Job {
    SmtpMail mail;
    std::function<void(SmtpResult)> done;
  };
  void Work();

  const SmtpServer server_;
  const std::shared_ptr<SecretFile> password_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Job> jobs_;  // guarded by mutex_
  std::atomic<bool> stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace usher::provider
