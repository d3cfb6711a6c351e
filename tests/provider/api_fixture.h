#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "gtest/gtest.h"

#include "messages/provider_port.h"
#include "provider/http_client.h"
#include "provider/secret_file.h"

namespace usher::provider {

// What tests of a provider with an API on the web share: a client that may talk to this machine,
// files of secrets, and attempts that are waited for.
class ApiTest : public testing::Test {
 protected:
  ApiTest();
  ApiTest(const ApiTest&) = delete;
  ApiTest& operator=(const ApiTest&) = delete;
  ~ApiTest() override;

  std::shared_ptr<HttpPort> Client() const;
  std::shared_ptr<SecretFile> Secret(const std::string& text) const;
  static messages::AttemptReport Send(messages::ProviderPort& provider,
                                      const journey::Message& message);

  // A message that expires after an hour.
  static journey::Message MessageTo(customer::Channel channel, const std::string& address,
                                    journey::RenderedContent content);

  // Expects honest outcomes of answers that are late, broken off, huge, or not the provider's:
  // never that the message was taken. `open` makes the provider, with an attempt's time limit.
  using Open = std::function<std::unique_ptr<messages::ProviderPort>(const std::string& url,
                                                                     absl::Duration timeout)>;
  static void ExpectNoTrustInStrangers(const Open& open, const journey::Message& message);

  std::string folder_;

 private:
  std::shared_ptr<TransferLoop> loop_ = *TransferLoop::Start();
};

}  // namespace usher::provider
