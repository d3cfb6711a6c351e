// The pages and paths of the HTTP port, with tokens as providers write them and a feedback port
// that answers as it is told.

#include "web/site.h"

#include <atomic>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "provider/link_reader.h"
#include "provider/link_token.h"
#include "provider/unsubscribe_link.h"
#include "tests/support/fake_feedback.h"
#include "tests/support/http_call.h"

namespace usher::web {
namespace {

using customer::Channel;
using messages::FeedbackKind;
using provider::LinkToken;
using support::HttpAnswered;
using support::HttpCall;
using testing::HasSubstr;
using testing::Not;

constexpr char kKey[] = "some key";
constexpr char kOldKey[] = "an older key";
constexpr char kBrowser[] =
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
constexpr char kForm[] = "application/x-www-form-urlencoded";

// A provider whose requests say how many reports they hold.
class CountingInbound : public messages::InboundPort {
 public:
  messages::InboundReading Read(const messages::WebRequest& request, absl::Time /*now*/) override {
    messages::InboundReading reading;
    if (request.body == "bad") {
      reading.reply.status = 403;
      return reading;
    }
    reading.reply.body = "as the provider wants it";
    for (std::size_t i = 0; i < request.body.size(); ++i) {
      messages::Feedback report;
      report.id = absl::StrCat("report ", i);
      reading.reports.push_back(report);
    }
    return reading;
  }
};

class SiteTest : public testing::Test {
 protected:
  SiteTest() {
    const std::string path =
        absl::StrCat(testing::TempDir(), "/site-keys-",
                     testing::UnitTest::GetInstance()->current_test_info()->name());
    std::ofstream(path) << kKey << "\n" << kOldKey << "\n";
    keys_ = *provider::SecretFile::Open(path);
    std::filesystem::remove(path);
    SiteConfig config;
    config.feedback = feedback_;
    config.links = std::make_shared<provider::LinkReader>(keys_, keys_);
    config.hooks["sms"] = std::make_shared<CountingInbound>();
    config.ready = [this] { return ready_.load(); };
    config.now = [this] { return now_; };
    config.click_wait = absl::Milliseconds(5);
    config.reporter.wait = absl::Milliseconds(1);
    config.reporter.give_up_after = absl::Milliseconds(20);
    site_ = std::make_unique<Site>(config);
    HttpServerConfig server;
    server.listen = "127.0.0.1:0";
    server_ = *HttpServer::Start(
        server, [this](const WebRequest& request, const std::shared_ptr<Exchange>& exchange) {
          site_->Handle(request, exchange);
        });
  }

  HttpAnswered Ask(const HttpCall& call) { return support::Call(server_->address(), call); }
  HttpAnswered Browse(const std::string& path) {
    return Ask({"GET", path, {{"User-Agent", kBrowser}}, ""});
  }
  HttpAnswered OneClick(const std::string& path) {
    return Ask({"POST", path, {{"Content-Type", kForm}}, "List-Unsubscribe=One-Click"});
  }

  static std::string Unsubscribe(absl::string_view key = kKey, const char* category = "news") {
    journey::Message message;
    message.customer = base::CustomerId::Known("ada");
    message.channel = Channel::kEmail;
    message.category = category;
    message.send_id = 0xABCDEF;
    return absl::StrCat("/u/", provider::UnsubscribeToken(message, key));
  }
  static LinkToken Link() {
    return {LinkToken::Kind::kClick, Channel::kSms, base::CustomerId::Anonymous("v1"), 7,
            "https://shop.example/cart?a=1&b=2"};
  }
  static std::string Click(absl::string_view key = kKey) {
    return absl::StrCat("/c/", provider::WriteLinkToken(Link(), key));
  }
  static std::string Open() {
    LinkToken token = Link();
    token.kind = LinkToken::Kind::kOpen;
    token.url = "";
    return absl::StrCat("/o/", provider::WriteLinkToken(token, kKey), ".gif");
  }

  const std::shared_ptr<support::FakeFeedback> feedback_ =
      std::make_shared<support::FakeFeedback>();
  std::shared_ptr<provider::SecretFile> keys_;
  std::atomic<bool> ready_{true};
  absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
  std::unique_ptr<Site> site_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(SiteTest, OneClickUnsubscribesFromWhatTheMessageWas) {
  const HttpAnswered answer = OneClick(Unsubscribe());
  EXPECT_EQ(answer.status, 200);
  const auto reports = feedback_->reports();
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports[0].kind, FeedbackKind::kUnsubscribed);
  EXPECT_EQ(reports[0].customer_id, "ada");
  EXPECT_EQ(reports[0].channel, Channel::kEmail);
  EXPECT_EQ(reports[0].category, "news");
  EXPECT_EQ(reports[0].send_id, 0xABCDEFU);
  EXPECT_THAT(reports[0].id, HasSubstr("unsubscribe:"));
  OneClick(Unsubscribe());
  EXPECT_EQ(feedback_->reports()[1].id, reports[0].id);
  OneClick(Unsubscribe(kKey, "other"));
  EXPECT_NE(feedback_->reports()[2].id, reports[0].id);
}

// Consent may have been given again since, and what is known by its id changes nothing.
TEST_F(SiteTest, TheSameLinkUnsubscribesAgainLater) {
  OneClick(Unsubscribe());
  now_ += absl::Minutes(1);
  OneClick(Unsubscribe());
  const auto reports = feedback_->reports();
  ASSERT_EQ(reports.size(), 2U);
  EXPECT_NE(reports[1].id, reports[0].id);
}

TEST_F(SiteTest, OneClickMayComeAsMultipart) {
  const std::string path = Unsubscribe();
  const std::string body =
      "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--"
      "\r\n";
  EXPECT_EQ(
      Ask({"POST", path, {{"Content-Type", "multipart/form-data; boundary=\"b\""}}, body}).status,
      200);
  EXPECT_EQ(feedback_->reports().size(), 1U);
  const std::string other = absl::StrReplaceAll(body, {{"One-Click", "Two-Click"}});
  EXPECT_EQ(
      Ask({"POST", path, {{"Content-Type", "multipart/form-data; boundary=b"}}, other}).status,
      400);
  EXPECT_EQ(Ask({"POST", path, {{"Content-Type", "multipart/form-data"}}, body}).status, 400);
  EXPECT_EQ(feedback_->reports().size(), 1U);
}

TEST_F(SiteTest, IsUnsubscribedOnlyWhenItIsRecorded) {
  feedback_->AnswerNext(std::vector<absl::Status>(1'000, absl::UnavailableError("away")));
  const HttpAnswered answer = OneClick(Unsubscribe());
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.headers.at("retry-after"), "60");
  feedback_->AnswerNext({absl::UnavailableError("away")});
  EXPECT_EQ(OneClick(Unsubscribe()).status, 200);
}

TEST_F(SiteTest, LookingAtTheLinkShowsAButtonAndChangesNothing) {
  const HttpAnswered page =
      Ask({"GET", Unsubscribe(), {{"Accept-Language", "xx, de-AT;q=0.9, en;q=0.8"}}, ""});
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("<form method=\"post\">"));
  EXPECT_THAT(page.body, HasSubstr("Abmelden"));
  EXPECT_THAT(page.headers.at("content-security-policy"), HasSubstr("default-src 'none'"));
  EXPECT_THAT(Browse(Unsubscribe()).body, HasSubstr("Unsubscribe"));
  EXPECT_EQ(Ask({"HEAD", Unsubscribe(), {}, ""}).status, 200);
  EXPECT_EQ(Ask({"PUT", Unsubscribe(), {}, ""}).status, 405);
  EXPECT_EQ(Ask({"POST", Unsubscribe(), {{"Content-Type", kForm}}, "List-Unsubscribe=1"}).status,
            400);
  EXPECT_TRUE(feedback_->reports().empty());
}

TEST_F(SiteTest, KeysMayBeExchanged) {
  EXPECT_EQ(OneClick(Unsubscribe(kOldKey)).status, 200);
  EXPECT_EQ(Browse(Click(kOldKey)).status, 302);
}

TEST_F(SiteTest, TokensThatAreNotOursAreNoLinks) {
  const std::string good = Unsubscribe();
  const std::string click = Click();
  const std::string swapped = absl::StrReplaceAll(good, {{"v1.", "v2."}});
  for (const std::string& path :
       {std::string("/u/"), std::string("/u/v1.."), std::string("/u/v1.e30.e30"),
        Unsubscribe("another key"), good + "A", good.substr(0, good.size() - 1), swapped,
        absl::StrCat("/u/", std::string(5'000, 'a')), absl::StrCat("/u/", click.substr(3)),
        absl::StrReplaceAll(good, {{"/u/", "/c/"}})}) {
    EXPECT_EQ(OneClick(path).status, 404) << path;
    EXPECT_EQ(Browse(path).status, 404) << path;
  }
  EXPECT_TRUE(feedback_->reports().empty());
}

TEST_F(SiteTest, AClickIsReportedAndLeadsOn) {
  const HttpAnswered answer = Browse(Click());
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.headers.at("location"), "https://shop.example/cart?a=1&b=2");
  const auto reports = feedback_->reports();
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports[0].kind, FeedbackKind::kClicked);
  EXPECT_EQ(reports[0].anonymous_id, "v1");
  EXPECT_EQ(reports[0].channel, Channel::kSms);
  EXPECT_EQ(reports[0].send_id, 7U);
  EXPECT_EQ(reports[0].link, "https://shop.example/cart?a=1&b=2");
}

TEST_F(SiteTest, ClicksOfOneMinuteAreOne) {
  Browse(Click());
  Browse(Click());
  now_ += absl::Minutes(1);
  Browse(Click());
  const auto reports = feedback_->reports();
  ASSERT_EQ(reports.size(), 3U);
  EXPECT_EQ(reports[0].id, reports[1].id);
  EXPECT_NE(reports[0].id, reports[2].id);
}

TEST_F(SiteTest, AClickLeadsOnWhateverBecomesOfTheReport) {
  feedback_->Hold();
  EXPECT_EQ(Browse(Click()).status, 302);
  EXPECT_EQ(feedback_->reports().size(), 1U);
  feedback_->Release();
  feedback_->AnswerNext({absl::UnavailableError("away"), absl::UnavailableError("away")});
  EXPECT_EQ(Browse(Click()).status, 302);
  EXPECT_EQ(feedback_->Await(4).size(), 4U) << "given again until it was taken";
  feedback_->AnswerNext({absl::NotFoundError("erased")});
  EXPECT_EQ(Browse(Click()).status, 302);
}

TEST_F(SiteTest, ProgramsFollowLinksAndCountForNothing) {
  EXPECT_EQ(Ask({"HEAD", Click(), {{"User-Agent", kBrowser}}, ""}).status, 302);
  EXPECT_EQ(Ask({"GET", Click(), {}, ""}).status, 302) << "no User-Agent";
  for (const char* agent : {"curl/8.5.0", "Mozilla/5.0 (compatible; Googlebot/2.1)",
                            "facebookexternalhit/1.1", "WhatsApp/2.23 A", "TelegramBot (like X)",
                            "Mozilla/5.0 BingPreview/1.0b", "python-requests/2.31"}) {
    EXPECT_EQ(Ask({"GET", Click(), {{"User-Agent", agent}}, ""}).status, 302) << agent;
  }
  EXPECT_EQ(
      Ask({"GET", Click(), {{"User-Agent", kBrowser}, {"Sec-Purpose", "prefetch"}}, ""}).status,
      302);
  EXPECT_EQ(Ask({"POST", Click(), {{"User-Agent", kBrowser}}, "a"}).status, 405);
  EXPECT_TRUE(feedback_->reports().empty());
}

TEST_F(SiteTest, OnlySignedTargetsAreLedTo) {
  // The same token with another target, as far as it can be made without the key.
  LinkToken evil = Link();
  evil.url = "https://evil.example/cart?a=1&b=2";
  std::string forged = provider::WriteLinkToken(evil, "a guess");
  const std::string real = provider::WriteLinkToken(Link(), kKey);
  forged = forged.substr(0, forged.size() - 16) + real.substr(real.size() - 16);
  const HttpAnswered answer = Browse(absl::StrCat("/c/", forged));
  EXPECT_EQ(answer.status, 404);
  EXPECT_FALSE(answer.headers.contains("location"));
  EXPECT_EQ(Browse(absl::StrCat("/c/", Open().substr(3, Open().size() - 7))).status, 404)
      << "a token for looking is none for following";
}

TEST_F(SiteTest, AnImageTellsThatAMessageWasLookedAt) {
  const HttpAnswered answer = Browse(Open());
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers.at("content-type"), "image/gif");
  EXPECT_EQ(answer.body.substr(0, 6), "GIF89a");
  EXPECT_EQ(answer.body.size(), 43U);
  const auto reports = feedback_->Await(1);
  EXPECT_EQ(reports[0].kind, FeedbackKind::kOpened);
  EXPECT_EQ(reports[0].send_id, 7U);
  EXPECT_EQ(reports[0].link, "");
}

TEST_F(SiteTest, AHookIsAnsweredWhenAllReportsAreTaken) {
  const HttpAnswered answer = Ask({"POST", "/hooks/sms", {}, "three"});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "as the provider wants it");
  EXPECT_EQ(feedback_->reports().size(), 5U);
}

TEST_F(SiteTest, AHookIsToBeCalledAgainWhenAReportWasNotTaken) {
  feedback_->AnswerNext({absl::OkStatus(), absl::ResourceExhaustedError("full")});
  const HttpAnswered answer = Ask({"POST", "/hooks/sms", {}, "abc"});
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.headers.at("retry-after"), "10");
}

TEST_F(SiteTest, WhatWillNeverBeTakenDoesNotMakeAHookCallAgain) {
  feedback_->AnswerNext({absl::NotFoundError("nobody"), absl::InvalidArgumentError("text")});
  const HttpAnswered answer = Ask({"POST", "/hooks/sms", {}, "abc"});
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr("[0]: not taken: nobody\n[1]: not taken: text\n"));
}

TEST_F(SiteTest, HooksThatThereAreNotAreNotFound) {
  EXPECT_EQ(Ask({"POST", "/hooks/email", {}, "a"}).status, 404);
  EXPECT_EQ(Ask({"POST", "/hooks/", {}, "a"}).status, 404);
  EXPECT_EQ(Ask({"POST", "/hooks/sms", {}, "bad"}).status, 403);
  EXPECT_EQ(Ask({"POST", "/hooks/sms", {}, ""}).status, 200);
  EXPECT_TRUE(feedback_->reports().empty());
}

TEST_F(SiteTest, TellsWhetherItIsAliveAndReady) {
  EXPECT_EQ(Ask({"GET", "/healthz", {}, ""}).status, 200);
  EXPECT_EQ(Ask({"GET", "/readyz", {}, ""}).status, 200);
  ready_ = false;
  EXPECT_EQ(Ask({"GET", "/healthz", {}, ""}).status, 200);
  EXPECT_EQ(Ask({"GET", "/readyz", {}, ""}).status, 503);
  EXPECT_EQ(Ask({"GET", "/", {}, ""}).status, 404);
  EXPECT_EQ(Ask({"GET", "/admin", {}, ""}).status, 404);
}

}  // namespace
}  // namespace usher::web
