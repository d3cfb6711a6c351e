#include "provider/tracked_links.h"

#include <filesystem>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "provider/content_part.h"
#include "provider/link_reader.h"
#include "provider/tracking_provider.h"

namespace usher::provider {
namespace {

using customer::Channel;
using testing::HasSubstr;
using testing::Not;

class TrackedLinksTest : public testing::Test {
 protected:
  TrackedLinksTest() {
    const std::string path =
        absl::StrCat(testing::TempDir(), "/tracked-links-",
                     testing::UnitTest::GetInstance()->current_test_info()->name());
    std::ofstream(path) << "a key\n";
    keys_ = *SecretFile::Open(path);
    std::filesystem::remove(path);
  }

  journey::RenderedContent Track(const journey::RenderedContent& content, bool opens = false) {
    return TrackedLinks("https://go.test", keys_, opens).Track(MessageOf(content)).content;
  }
  static journey::Message MessageOf(const journey::RenderedContent& content) {
    journey::Message message;
    message.customer = base::CustomerId::Known("ada");
    message.channel = Channel::kEmail;
    message.send_id = 7;
    message.content = content;
    return message;
  }
  // Where a wrapped link leads.
  std::string TargetOf(absl::string_view url) {
    if (!absl::ConsumePrefix(&url, "https://go.test/c/")) return std::string(url);
    const auto click = LinkReader(nullptr, keys_).ReadClick(url);
    return click.ok() ? click->link : "no token";
  }

  std::shared_ptr<SecretFile> keys_;
};

TEST_F(TrackedLinksTest, LinksLeadOverTheGatewayToTheSamePlace) {
  const auto content = Track({{"subject", "https://a.test/1"},
                              {"text", "https://a.test/2"},
                              {"link", "https://a.test/3"},
                              {"deep_link", "https://a.test/4"},
                              {"html", "<a href=\"https://a.test/5\">x</a>"}});
  EXPECT_EQ(ContentPart(content, "subject"), "https://a.test/1");
  for (const auto& [part, target] :
       {std::pair("text", "https://a.test/2"), std::pair("link", "https://a.test/3"),
        std::pair("deep_link", "https://a.test/4")}) {
    EXPECT_THAT(ContentPart(content, part), HasSubstr("https://go.test/c/"));
    EXPECT_EQ(TargetOf(ContentPart(content, part)), target);
  }
  absl::string_view html = content.back().second;
  ASSERT_TRUE(absl::ConsumePrefix(&html, "<a href=\""));
  ASSERT_TRUE(absl::ConsumeSuffix(&html, "\">x</a>"));
  EXPECT_EQ(TargetOf(html), "https://a.test/5");
}

TEST_F(TrackedLinksTest, WhatIsNoLinkOfTheShopsStays) {
  const std::string long_url = absl::StrCat("https://a.test/", std::string(2'000, 'x'));
  for (const std::string& link :
       {std::string("shop://cart/1"), std::string("https://user@a.test/"),
        std::string("https://go.test/u/v1.token"), std::string("https://a.test/a b"),
        std::string("https://ü.test/"), std::string(""), long_url}) {
    EXPECT_EQ(Track({{"deep_link", link}})[0].second, link);
  }
  EXPECT_EQ(Track({{"html", "<p>no link</p>"}})[0].second, "<p>no link</p>");
}

TEST_F(TrackedLinksTest, EachLinkIsTheSameInEveryAttempt) {
  EXPECT_EQ(Track({{"link", "https://a.test/3"}}), Track({{"link", "https://a.test/3"}}));
  EXPECT_NE(Track({{"link", "https://a.test/3"}}), Track({{"link", "https://a.test/4"}}));
}

TEST_F(TrackedLinksTest, AnImageGoesBeforeTheEndOfTheDocument) {
  const std::string html =
      Track({{"html", "<html><body><p>x</p></BODY></html>"}}, /*opens=*/true)[0].second;
  EXPECT_THAT(html, HasSubstr("<p>x</p><img src=\"https://go.test/o/"));
  EXPECT_THAT(html, HasSubstr(".gif\" width=\"1\" height=\"1\" alt=\"\"></BODY></html>"));
  absl::string_view token = html;
  token.remove_prefix(html.find("/o/") + 3);
  const auto look = LinkReader(nullptr, keys_).ReadOpen(token.substr(0, token.find(".gif")));
  ASSERT_TRUE(look.ok());
  EXPECT_EQ(look->customer_id, "ada");
  EXPECT_EQ(look->send_id, 7U);
  EXPECT_THAT(Track({{"html", "<p>x"}}, true)[0].second, HasSubstr("<p>x<img "));
  EXPECT_THAT(Track({{"text", "x"}}, true)[0].second, Not(HasSubstr("img")));
}

// Remembers the last message.
class LastMessage : public messages::ProviderPort {
 public:
  std::uint64_t instance() const override { return 5; }
  void Send(const journey::Message& message,
            std::function<void(messages::AttemptReport)> done) override {
    last = message;
    done({journey::AttemptResult::kSent, "taken"});
  }
  bool Recall(std::uint64_t send_id) override { return send_id == 7; }
  journey::Message last;
};

TEST_F(TrackedLinksTest, AProviderGetsTrackedLinksAndIsOtherwiseItself) {
  const auto inner = std::make_shared<LastMessage>();
  TrackingProvider provider(inner, std::make_shared<TrackedLinks>("https://go.test", keys_, false));
  messages::AttemptReport report;
  provider.SendBefore(MessageOf({{"link", "https://a.test/"}}),
                      std::chrono::steady_clock::time_point::max(),
                      [&report](messages::AttemptReport given) { report = std::move(given); });
  EXPECT_EQ(report.detail, "taken");
  EXPECT_EQ(TargetOf(inner->last.content[0].second), "https://a.test/");
  EXPECT_NE(inner->last.content[0].second, "https://a.test/");
  EXPECT_EQ(provider.instance(), 5U);
  EXPECT_TRUE(provider.Recall(7));
  EXPECT_FALSE(provider.Recall(8));
}

}  // namespace
}  // namespace usher::provider
