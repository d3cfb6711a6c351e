// Notifications that leave through the providers of docs/providers/, to servers as strict as the
// real ones.

#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/running_gateway.h"
#include "tests/provider/service_account_text.h"
#include "tests/support/node_process.h"

namespace usher::integration {
namespace {

using support::MakeEvent;
using support::NodeProcess;
using testing::HasSubstr;

constexpr char kNote[] = R"(
journey: notes
enter: { on: Note, key: event.n }
steps:
  - send: { id: note, channels: [push, sms], template: note, expire: 2d }
templates:
  note:
    push:
      title: "Grüße {{ event.n }}"
      deep_link: "https://shop.example.test/{{ event.n }}"
      data: { n: "{{ event.n }}" }
    sms: { text: "{{ event.n }}" }
)";

// The text of the example of a page that begins with "# NAME".
std::string Example(const std::string& path, const std::string& name) {
  std::ifstream page(path);
  std::string text;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line == "# " + name) inside = true;
    if (inside && line == "```") break;
    if (inside) text += line + "\n";
  }
  EXPECT_FALSE(text.empty()) << path << ": " << name;
  return text;
}

class PushProvidersTest : public testing::Test {
 protected:
  // Starts a gateway whose providers are those of an example, at servers of this machine; FOLDER
  // stands for the folder of secrets.
  void Start(std::string example, const std::map<std::string, std::string>& changes) {
    for (const auto& [from, to] : changes) {
      EXPECT_THAT(example, HasSubstr(from));
      example = absl::StrReplaceAll(example, {{from, to}});
    }
    Write("providers.yaml", absl::StrReplaceAll(example, {{"FOLDER", folder_.path()}}));
    std::vector<std::string> flags = StandingClock();
    flags.insert(flags.end(), {"--providers", folder_.path() + "/providers.yaml"});
    gateway_ = std::make_unique<RunningGateway>(flags);
    gateway_->client.Apply(kNote);
  }
  // The service of FCM, and a gateway whose provider it is.
  NodeProcess StartWithFcm() {
    provider::MakeRsaKeys(folder_.path());
    NodeProcess service("tests/support/fcm_service.cjs",
                        {own_.certificate, own_.key, folder_.path() + "/public.pem"});
    const std::string url = absl::StrCat("https://localhost:", service.port());
    Write("account.json", provider::ServiceAccountText(folder_.path(), url + "/token"));
    Start(Example("docs/providers/fcm.md", "push by FCM"),
          {{"/etc/usher/service-account.json",
            absl::StrCat("FOLDER/account.json\n      endpoint:\n        url: ", url,
                         "\n        ca_file: ", own_.certificate,
                         "\n        allow_private: [127.0.0.1, '::1']")}});
    return service;
  }
  std::string Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path() + "/" + name) << text;
    return folder_.path() + "/" + name;
  }

  // Customer anna, who can be reached by push, on this device alone, and by SMS.
  void AddCustomer(const std::string& push) {
    v1::UpsertRequest request;
    request.set_customer_id("anna");
    for (const auto& [channel, text] :
         {std::pair(v1::CHANNEL_PUSH, std::string()), std::pair(v1::CHANNEL_PUSH, push),
          std::pair(v1::CHANNEL_SMS, std::string("+43 1"))}) {
      auto* address = request.add_addresses();
      address->set_channel(channel);
      address->set_address(text);
    }
    request.add_consents()->set_granted(true);
    gateway_->client.Must(&v1::CustomerService::Stub::Upsert, request);
  }
  void Note(const std::string& n) {
    gateway_->client.Publish(MakeEvent(n, "anna", "Note", absl::StrCat("{\"n\":\"", n, "\"}")));
    gateway_->client.AdvanceTo(gateway_->client.Now());
  }
  std::uint64_t Count(const std::string& outcome) {
    const auto outcomes = gateway_->client.Stats("notes").steps(0).outcomes();
    const auto found = outcomes.find(outcome);
    return found == outcomes.end() ? 0 : found->second;
  }
  bool PushIsDead() {
    const v1::GetCustomerResponse anna = gateway_->client.GetCustomer("anna");
    for (const auto& address : anna.addresses()) {
      if (address.channel() == v1::CHANNEL_PUSH) return address.dead();
    }
    return false;
  }

  support::ScratchDir folder_;
  support::SelfSigned own_{folder_.path()};
  std::unique_ptr<RunningGateway> gateway_;
};

TEST_F(PushProvidersTest, TheExampleForBrowsersNotifiesThem) {
  NodeProcess service("tests/support/push_service.cjs", {own_.certificate, own_.key});
  // Any key of the curve serves, such as that of the certificate.
  Start(Example("docs/providers/web-push.md", "push to browsers"),
        {{"/etc/usher/vapid-key.pem", own_.key},
         {"subject: mailto:push@shop.example.com",
          absl::StrCat("subject: mailto:push@shop.example.com\n      services: [localhost]",
                       "\n      ca_file: ", own_.certificate,
                       "\n      allow_private: [127.0.0.1, '::1']")}});
  const auto address = [&](const std::string& path) {
    // As long as endpoints of real services are.
    return absl::StrCat(R"({"endpoint":"https://localhost:)", service.port(), path, "?",
                        std::string(700, 'x'), R"(","expirationTime":null,"keys":)",
                        service.First("keys"), "}");
  };
  AddCustomer(address("/201"));
  Note("one");
  auto seen = service.Next();
  EXPECT_EQ(seen["fault"], "");
  EXPECT_EQ(seen["ttl"], "172800");
  EXPECT_THAT(seen["text"], HasSubstr(R"("navigate":"https://shop.example.test/one")"));
  EXPECT_EQ(Count("sent"), 1U);
  EXPECT_TRUE(gateway_->Messages().empty());

  AddCustomer(address("/410"));
  Note("two");
  Note("three");
  EXPECT_TRUE(PushIsDead());
  ASSERT_EQ(gateway_->Messages().size(), 2U);
  EXPECT_EQ(gateway_->Messages()[1].channel, "sms");
}

TEST_F(PushProvidersTest, TheExampleForFcmNotifiesApps) {
  NodeProcess service = StartWithFcm();
  AddCustomer("device-1");
  Note("one");
  EXPECT_EQ(service.Next()["fault"], "");
  auto seen = service.Next();
  EXPECT_EQ(seen["fault"], "");
  EXPECT_THAT(seen["body"], HasSubstr("Grüße one"));
  EXPECT_THAT(seen["body"], HasSubstr(R"("data":{"n":"one","send_id":)"));
  EXPECT_EQ(Count("sent"), 1U);

  AddCustomer("404.UNREGISTERED");
  Note("two");
  Note("three");
  EXPECT_TRUE(PushIsDead());
  ASSERT_EQ(gateway_->Messages().size(), 2U);
  EXPECT_EQ(gateway_->Messages()[1].channel, "sms");
}

TEST_F(PushProvidersTest, AllDevicesOfACustomerGetTheMessageAndDeadOnesAreForgottenOneByOne) {
  NodeProcess service = StartWithFcm();
  AddCustomer("telephone");
  for (const char* token : {"404.UNREGISTERED", "tablet"}) {
    v1::UpsertRequest request;
    request.set_customer_id("anna");
    auto* address = request.add_addresses();
    address->set_channel(v1::CHANNEL_PUSH);
    address->set_address(token);
    gateway_->client.Must(&v1::CustomerService::Stub::Upsert, request);
  }
  Note("one");
  std::string bodies;
  for (int i = 0; i < 3;) {
    auto seen = service.Next();
    EXPECT_EQ(seen["fault"], "");
    if (seen["what"] == "token") continue;
    bodies += seen["body"];
    ++i;
  }
  for (const char* token : {"telephone", "404.UNREGISTERED", "tablet"}) {
    EXPECT_THAT(bodies, HasSubstr(absl::StrCat("\"token\":\"", token, "\"")));
  }
  EXPECT_EQ(Count("sent"), 1U);
  const v1::GetCustomerResponse anna = gateway_->client.GetCustomer("anna");
  EXPECT_EQ(anna.contacts_size(), 1) << "charged once";
  for (const auto& address : anna.addresses()) {
    EXPECT_EQ(address.dead(), address.address() == "404.UNREGISTERED") << address.address();
  }
  EXPECT_TRUE(gateway_->Messages().empty());
}

TEST_F(PushProvidersTest, TheExampleForApnsNotifiesApps) {
  // Any key of the curve serves, such as that of the certificate.
  ASSERT_EQ(std::system(absl::StrCat("openssl pkey -in ", own_.key, " -pubout -out ",
                                     folder_.path(), "/public.pem")
                            .c_str()),
            0);
  NodeProcess service("tests/support/apns_service.cjs",
                      {own_.certificate, own_.key, folder_.path() + "/public.pem"});
  Start(Example("docs/providers/apns.md", "push by APNs"),
        {{"/etc/usher/AuthKey_ABC123DEFG.p8", own_.key},
         {"sound: default",
          absl::StrCat("sound: default\n      endpoint:\n        url: https://localhost:",
                       service.port(), "\n        ca_file: ", own_.certificate,
                       "\n        allow_private: [127.0.0.1, '::1']")}});
  AddCustomer(absl::BytesToHexString("200"));
  Note("one");
  auto seen = service.Next();
  EXPECT_EQ(seen["fault"], "");
  EXPECT_THAT(seen["body"], HasSubstr("Grüße one"));
  EXPECT_EQ(Count("sent"), 1U);

  AddCustomer(absl::BytesToHexString("410 Unregistered"));
  Note("two");
  Note("three");
  EXPECT_TRUE(PushIsDead());
  ASSERT_EQ(gateway_->Messages().size(), 2U);
  EXPECT_EQ(gateway_->Messages()[1].channel, "sms");
}

}  // namespace
}  // namespace usher::integration
