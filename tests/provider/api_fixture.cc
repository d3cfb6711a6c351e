#include "tests/provider/api_fixture.h"

#include <filesystem>
#include <fstream>
#include <future>

#include "absl/strings/str_cat.h"

#include "tests/support/scripted_server.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;
using support::ScriptedServer;
using support::ServedConnection;

std::string Answer(absl::string_view status, absl::string_view body, absl::string_view more = "") {
  return absl::StrCat("HTTP/1.1 ", status, "\r\nContent-Type: application/json\r\n", more,
                      "Content-Length: ", body.size(), "\r\n\r\n", body);
}

struct Stranger {
  const char* name;
  std::string answer;
  AttemptResult result;
  bool provider_fault;
};

std::vector<Stranger> Strangers() {
  const std::string nested(40'000, '[');
  // What a success looks like somewhere, with members of the wrong types.
  const std::string wrong_types =
      R"({"sid":7,"status":[],"ok":"yes","result":{"message_id":"x"},"messages":{"id":"x"},)"
      R"("message_id":12,"recipient_id":{},"error":"none"})";
  return {
      {"a page", Answer("200 OK", "<html>Welcome to the hotel</html>"), AttemptResult::kUnknown,
       true},
      {"nothing", Answer("200 OK", ""), AttemptResult::kUnknown, true},
      {"null", Answer("200 OK", "null"), AttemptResult::kUnknown, true},
      {"a list", Answer("200 OK", "[1,2]"), AttemptResult::kUnknown, true},
      {"nested lists", Answer("200 OK", nested), AttemptResult::kUnknown, true},
      {"wrong types", Answer("200 OK", wrong_types), AttemptResult::kUnknown, true},
      {"too much", Answer("200 OK", std::string(1 << 20, ' ')), AttemptResult::kUnknown, true},
      {"a part", absl::StrCat("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"sid\":\"SM"),
       AttemptResult::kUnknown, true},
      {"half of the headers", "HTTP/1.1 200 OK\r\nContent-", AttemptResult::kUnknown, true},
      {"nonsense", "220 mail.example.test ESMTP\r\n", AttemptResult::kUnknown, true},
      {"a redirect", Answer("302 Found", "", "Location: http://127.0.0.1:1/\r\n"),
       AttemptResult::kTemporary, true},
      {"no such place", Answer("404 Not Found", "<html/>"), AttemptResult::kTemporary, true},
      {"a gateway's time-out", Answer("504 Gateway Timeout", "<html/>"), AttemptResult::kUnknown,
       true},
      {"an unavailable service", Answer("503 Service Unavailable", "<html/>"),
       AttemptResult::kTemporary, true},
      {"a wall", Answer("429 Too Many Requests", "<html/>", "Retry-After: 9\r\n"),
       AttemptResult::kThrottled, false},
  };
}

}  // namespace

ApiTest::ApiTest() {
  const auto* info = testing::UnitTest::GetInstance()->current_test_info();
  folder_ = absl::StrCat(testing::TempDir(), info->test_suite_name(), "-", info->name());
  std::filesystem::create_directories(folder_);
}

ApiTest::~ApiTest() { std::filesystem::remove_all(folder_); }

std::shared_ptr<HttpPort> ApiTest::Client() const {
  return std::make_shared<HttpClient>(loop_, AddressGuard({*ParseAddressRange("127.0.0.1")}), "");
}

std::shared_ptr<SecretFile> ApiTest::Secret(const std::string& text) const {
  const std::string path = folder_ + "/secret";
  std::ofstream(path) << text << "\n";
  return *SecretFile::Open(path);
}

messages::AttemptReport ApiTest::Send(messages::ProviderPort& provider,
                                      const journey::Message& message) {
  std::promise<messages::AttemptReport> report;
  provider.Send(message,
                [&report](messages::AttemptReport got) { report.set_value(std::move(got)); });
  return report.get_future().get();
}

journey::Message ApiTest::MessageTo(customer::Channel channel, const std::string& address,
                                    journey::RenderedContent content) {
  journey::Message message;
  message.send_id = 0xABCDEF0123456789;
  message.attempt = 1;
  message.customer = base::CustomerId::Known("ada");
  message.channel = channel;
  message.address = address;
  message.category = "marketing";
  message.content = std::move(content);
  message.at = absl::FromUnixSeconds(1'772'445'600);
  message.wanted_at = message.at;
  message.expire_at = message.at + absl::Hours(1);
  return message;
}

void ApiTest::ExpectNoTrustInStrangers(const Open& open, const journey::Message& message) {
  for (const Stranger& stranger : Strangers()) {
    ScriptedServer server([&](ServedConnection& connection) {
      connection.ReadRequest();
      connection.Write(stranger.answer);
    });
    const auto report =
        Send(*open(absl::StrCat("http://127.0.0.1:", server.port()), absl::Seconds(10)), message);
    EXPECT_EQ(report.result, stranger.result) << stranger.name << ": " << report.detail;
    EXPECT_EQ(report.provider_fault, stranger.provider_fault) << stranger.name;
    EXPECT_LE(report.detail.size(), 300U) << stranger.name;
  }
  int port = 0;
  {
    ScriptedServer silent([](ServedConnection& connection) { connection.AwaitClose(); });
    port = silent.port();
    const auto report =
        Send(*open(absl::StrCat("http://127.0.0.1:", port), absl::Milliseconds(200)), message);
    EXPECT_EQ(report.result, AttemptResult::kUnknown);
    EXPECT_TRUE(report.provider_fault);
  }
  const auto report =
      Send(*open(absl::StrCat("http://127.0.0.1:", port), absl::Seconds(10)), message);
  EXPECT_EQ(report.result, AttemptResult::kTemporary);
  EXPECT_TRUE(report.provider_fault);
}

}  // namespace usher::provider
