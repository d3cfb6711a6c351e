#include "provider/smtp_client.h"

#include <utility>

#include <curl/curl.h>

#include "provider/smtp_dialogue.h"

namespace usher::provider {

SmtpClient::SmtpClient(SmtpServer server, std::shared_ptr<SecretFile> password)
    : server_(std::move(server)), password_(std::move(password)) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  for (int i = 0; i < server_.connections; ++i) threads_.emplace_back([this] { Work(); });
}

SmtpClient::~SmtpClient() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  for (const Job& job : jobs_) {
    SmtpResult result;
    result.error = "the gateway is shutting down";
    job.done(std::move(result));
  }
}

void SmtpClient::Send(SmtpMail mail, std::function<void(SmtpResult)> done) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    jobs_.push_back({std::move(mail), std::move(done)});
  }
  arrived_.notify_one();
}

void SmtpClient::Work() {
  CURL* easy = curl_easy_init();
  while (true) {
    Job job;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      arrived_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (stopping_) break;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    std::string password;
    if (password_ != nullptr) password = password_->Get().front();
    job.done(SmtpDialogue(server_, job.mail, stopping_).Run(easy, password));
  }
  curl_easy_cleanup(easy);
}

}  // namespace usher::provider
