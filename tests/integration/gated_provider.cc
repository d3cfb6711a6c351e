#include "tests/integration/gated_provider.h"

#include <fstream>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "base/json.h"

namespace usher::integration {

GatedProvider::GatedProvider()
    : server_([this](support::ServedConnection& connection) {
        for (std::string request; !(request = connection.ReadRequest()).empty();) {
          if (!Answer(request, connection)) return;
        }
      }) {}

GatedProvider::~GatedProvider() { Open(); }

void GatedProvider::Close() {
  const std::lock_guard lock(mutex_);
  open_ = false;
}

void GatedProvider::Open() {
  const std::lock_guard lock(mutex_);
  open_ = true;
  changed_.notify_all();
}

void GatedProvider::AwaitWaiting(std::size_t count) {
  std::unique_lock lock(mutex_);
  ASSERT_TRUE(changed_.wait_for(lock, std::chrono::minutes(1), [&] { return waiting_ >= count; }))
      << waiting_ << " requests of " << count;
}

std::size_t GatedProvider::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_;
}

std::map<std::string, int> GatedProvider::RequestsBySend() const {
  const std::lock_guard lock(mutex_);
  return by_send_;
}

int GatedProvider::RequestsFor(const std::string& customer) const {
  const std::lock_guard lock(mutex_);
  const auto found = by_customer_.find(customer);
  return found == by_customer_.end() ? 0 : found->second;
}

bool GatedProvider::Answer(const std::string& request, support::ServedConnection& connection) {
  const auto body = base::ParseJson(request.substr(request.find("\r\n\r\n") + 4));
  if (!body.ok()) return false;
  const base::Value& message = *body->Find("data");
  {
    std::unique_lock lock(mutex_);
    ++by_send_[*message.Find("send_id")->as_string()];
    ++by_customer_[*message.Find("customer_id")->as_string()];
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    --waiting_;
  }
  return connection.Write("HTTP/1.1 204 No Content\r\n\r\n");
}

std::string WebhookAt(const GatedProvider& provider, const std::string& secrets,
                      const std::string& settings) {
  std::ofstream(secrets) << "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n";
  return absl::StrCat("channels:\n  push:\n    webhook:\n      url: ", provider.url(),
                      "\n      secrets_file: ", secrets, "\n      allow_private: 127.0.0.1\n",
                      "    retry: at_most_once\n    breaker: { failures: 0 }\n", settings);
}

}  // namespace usher::integration
