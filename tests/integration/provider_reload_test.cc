// The file of providers is changed while a gateway runs.

#include <csignal>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/gated_provider.h"
#include "tests/integration/running_gateway.h"

namespace usher::integration {
namespace {

using testing::HasSubstr;

constexpr char kNotes[] = R"(
journey: notes
enter: { on: Note }
steps:
  - send: { channels: push, template: note }
templates:
  note: { push: { title: Hi, body: Hi } }
)";

class ProviderReloadTest : public testing::Test {
 protected:
  ProviderReloadTest()
      : gateway_({}, "policy: test\nconsent: opt_out\n",
                 WebhookAt(old_, folder_.path() + "/secrets", "")) {
    gateway_.client.Apply(kNotes);
  }

  void Note(const std::string& customer) {
    gateway_.client.AddCustomer(customer, {v1::CHANNEL_PUSH});
    gateway_.client.Publish(support::MakeEvent("e", customer, "Note"));
  }

  // Exchanges the file, and waits until the gateway says so in its log.
  void Write(const std::string& providers, const std::string& word) {
    std::ofstream(gateway_.dir.path() + "/providers.yaml") << providers;
    gateway_.process.SendSignal(SIGHUP);
    ASSERT_TRUE(gateway_.process.AwaitStderr(word)) << gateway_.process.stderr_text();
  }

  void AwaitEnd() {
    const absl::Time deadline = absl::Now() + absl::Minutes(1);
    while (gateway_.client.Stats("notes").active() > 0) ASSERT_LT(absl::Now(), deadline);
  }

  support::ScratchDir folder_;
  GatedProvider old_;
  GatedProvider new_;
  RunningGateway gateway_;
};

TEST_F(ProviderReloadTest, AttemptsUnderWayEndAtTheOldProviderAndOthersBeginAtTheNewOne) {
  old_.Close();
  Note("anna");
  old_.AwaitWaiting(1);
  Write(WebhookAt(new_, folder_.path() + "/secrets", ""), "\"changed\":\"push\"");
  Note("bert");
  old_.Open();
  AwaitEnd();
  EXPECT_EQ(old_.RequestsFor("anna"), 1);
  EXPECT_EQ(old_.RequestsFor("bert"), 0);
  EXPECT_EQ(new_.RequestsFor("anna"), 0);
  EXPECT_EQ(new_.RequestsFor("bert"), 1);
  EXPECT_EQ(gateway_.client.Stats("notes").steps(0).outcomes().at("sent"), 2U);
}

TEST_F(ProviderReloadTest, AFaultyFileChangesNothing) {
  Write("channels:\n  push:\n    webhok: {}\n", "providers_kept");
  EXPECT_THAT(gateway_.process.stderr_text(), HasSubstr("providers.yaml:3:5: "));
  Note("anna");
  AwaitEnd();
  EXPECT_EQ(old_.RequestsFor("anna"), 1);
}

TEST_F(ProviderReloadTest, WhatOtherPartsKnowOfTakesANewStart) {
  Write(absl::StrCat(WebhookAt(new_, folder_.path() + "/secrets", ""), "  in_app: { inbox: {} }\n"),
        "providers_kept");
  EXPECT_THAT(gateway_.process.stderr_text(), HasSubstr("channel in_app: a change to"));
  Note("anna");
  AwaitEnd();
  EXPECT_EQ(old_.RequestsFor("anna"), 1) << "no other channel has changed either";
}

TEST_F(ProviderReloadTest, OtherLinksOrRepliesTakeANewStart) {
  std::ofstream(folder_.path() + "/key") << "a key of links\n";
  Write(absl::StrCat(WebhookAt(new_, folder_.path() + "/secrets", ""),
                     "links: { base_url: https://l.shop.example, secret_file: ", folder_.path(),
                     "/key, track_clicks: [sms] }\n"),
        "providers_kept");
  EXPECT_THAT(gateway_.process.stderr_text(), HasSubstr("a change of replies or links"));
  Note("anna");
  AwaitEnd();
  EXPECT_EQ(old_.RequestsFor("anna"), 1);
}

TEST_F(ProviderReloadTest, ASameFileChangesNothing) {
  Write(WebhookAt(old_, folder_.path() + "/secrets", ""), "\"changed\":\"\"");
}

}  // namespace
}  // namespace usher::integration
