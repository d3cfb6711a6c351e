#pragma once

#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"

#include "messages/provider_port.h"
#include "provider/http_client.h"
#include "tests/support/node_process.h"

namespace usher::provider {

// A reminder that is worth an hour; what follows `data.` is for the app.
inline journey::Message SomePush() {
  journey::Message message;
  message.send_id = 0xABCDEF0123456789;
  message.attempt = 1;
  message.customer = base::CustomerId::Known("ada");
  message.channel = customer::Channel::kPush;
  message.category = "marketing";
  message.content = {{"title", "Still there: \"Grüße\""},
                     {"body", "Blue mug"},
                     {"deep_link", "https://shop.example.test/cart"},
                     {"data.code", "SAVE10"}};
  message.at = absl::FromUnixSeconds(1'772'445'600);
  message.expire_at = message.at + absl::Hours(1);
  return message;
}

// Tests of one provider against servers of this machine.
class PushFixture : public testing::Test {
 protected:
  PushFixture() = default;
  PushFixture(const PushFixture&) = delete;
  PushFixture& operator=(const PushFixture&) = delete;
  ~PushFixture() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ + "/" + name) << text;
    return folder_ + "/" + name;
  }
  std::shared_ptr<HttpPort> Client() const {
    return std::make_shared<HttpClient>(
        loop_, AddressGuard({*ParseAddressRange("127.0.0.1"), *ParseAddressRange("::1")}),
        own_.certificate);
  }
  static messages::AttemptReport SendBy(messages::ProviderPort& provider,
                                        const journey::Message& message) {
    std::promise<messages::AttemptReport> report;
    provider.Send(message,
                  [&report](messages::AttemptReport got) { report.set_value(std::move(got)); });
    return report.get_future().get();
  }

  static std::string FolderOfTest() {
    // Tests of several providers have the same names and run at the same time.
    const auto& test = *testing::UnitTest::GetInstance()->current_test_info();
    std::string folder = testing::TempDir() + test.test_suite_name() + "-" + test.name();
    std::filesystem::create_directories(folder);
    return folder;
  }

  const std::string folder_ = FolderOfTest();
  const support::SelfSigned own_{folder_};
  std::shared_ptr<TransferLoop> loop_ = *TransferLoop::Start();
};

}  // namespace usher::provider
