// Access tokens from a giver whose answers and clock the test decides.

#include "provider/access_tokens.h"

#include <filesystem>
#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "base/json.h"
#include "tests/provider/service_account_text.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;
using messages::AttemptReport;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

// Keeps requests until the test answers them.
class HeldRequests : public HttpPort {
 public:
  void Post(HttpRequest request, std::function<void(HttpResult)> done) override {
    requests.push_back(std::move(request));
    waiting_.push_back(std::move(done));
  }
  void Answer(int status, const std::string& body, absl::Duration retry_after = {}) {
    HttpResult result;
    result.fate = HttpFate::kAnswered;
    result.answer.status = status;
    result.answer.body = body;
    result.answer.retry_after = retry_after;
    const auto done = std::move(waiting_.front());
    waiting_.erase(waiting_.begin());
    done(result);
  }
  void Give(const std::string& token) {
    Answer(200, R"({"access_token":")" + token + R"(","expires_in":3600,"token_type":"Bearer"})");
  }
  std::size_t open() const { return waiting_.size(); }

  std::vector<HttpRequest> requests;

 private:
  std::vector<std::function<void(HttpResult)>> waiting_;
};

class AccessTokensTest : public testing::Test {
 protected:
  AccessTokensTest() {
    std::filesystem::create_directories(folder_);
    MakeRsaKeys(folder_);
    WriteAccount("https://oauth.example.test/token");
    auto file = ServiceAccountFile::Open(folder_ + "/account.json", ReadServiceAccount);
    EXPECT_TRUE(file.ok()) << file.status();
    tokens_ = std::make_shared<AccessTokens>("the-scope", http_, *std::move(file), absl::Seconds(4),
                                             [this] { return now_; });
  }
  AccessTokensTest(const AccessTokensTest&) = delete;
  AccessTokensTest& operator=(const AccessTokensTest&) = delete;
  ~AccessTokensTest() override { std::filesystem::remove_all(folder_); }

  void WriteAccount(const std::string& token_uri) {
    std::ofstream(folder_ + "/account.json") << ServiceAccountText(folder_, token_uri);
  }
  // What is got goes to got_, failures as their detail.
  void Get() {
    tokens_->Get([this](const AccessTokens::Result& result) {
      if (const auto* report = std::get_if<AttemptReport>(&result)) {
        failure_ = *report;
        got_.push_back(report->detail);
      } else {
        got_.push_back(std::get<std::string>(result));
      }
    });
  }

  const std::string folder_ = testing::TempDir() + "access-tokens-" +
                              testing::UnitTest::GetInstance()->current_test_info()->name();
  absl::Time now_ = absl::FromUnixSeconds(1'772'445'600);
  std::shared_ptr<HeldRequests> http_ = std::make_shared<HeldRequests>();
  std::shared_ptr<AccessTokens> tokens_;
  std::vector<std::string> got_;
  AttemptReport failure_;
};

TEST_F(AccessTokensTest, TheAssertionIsSignedAndSaysWhoWantsWhat) {
  Get();
  ASSERT_EQ(http_->requests.size(), 1U);
  const HttpRequest& request = http_->requests[0];
  EXPECT_EQ(request.url, "https://oauth.example.test/token");
  EXPECT_EQ(request.timeout, absl::Seconds(4));
  const std::string start =
      "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";
  ASSERT_THAT(request.body, StartsWith(start));
  const std::vector<std::string> parts = absl::StrSplit(request.body.substr(start.size()), '.');
  ASSERT_EQ(parts.size(), 3U);
  std::string claims;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(parts[1], &claims));
  EXPECT_EQ(claims,
            R"({"iss":"usher@example-shop.iam.gserviceaccount.com","scope":"the-scope",)"
            R"("aud":"https://oauth.example.test/token","iat":1772445600,"exp":1772449200})");
  std::string signature;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(parts[2], &signature));
  std::ofstream(folder_ + "/text") << parts[0] << "." << parts[1];
  std::ofstream(folder_ + "/signature") << signature;
  EXPECT_EQ(std::system(("openssl dgst -sha256 -verify " + folder_ + "/public.pem -signature " +
                         folder_ + "/signature " + folder_ + "/text >/dev/null")
                            .c_str()),
            0);
}

TEST_F(AccessTokensTest, OneRequestServesAllWhoWaitAndThoseAfterThem) {
  Get();
  Get();
  EXPECT_EQ(http_->requests.size(), 1U);
  EXPECT_TRUE(got_.empty());
  http_->Give("one");
  EXPECT_THAT(got_, ElementsAre("one", "one"));
  now_ += absl::Minutes(47);
  Get();
  EXPECT_THAT(got_, ElementsAre("one", "one", "one"));
  EXPECT_EQ(http_->requests.size(), 1U);
}

TEST_F(AccessTokensTest, IsRenewedBesideItsUseBeforeItExpires) {
  Get();
  http_->Give("one");
  now_ += absl::Minutes(48);
  Get();
  Get();
  EXPECT_THAT(got_, ElementsAre("one", "one", "one"));
  EXPECT_EQ(http_->requests.size(), 2U);
  http_->Give("two");
  Get();
  EXPECT_EQ(got_.back(), "two");
  EXPECT_EQ(http_->requests.size(), 2U);
}

TEST_F(AccessTokensTest, AnOldTokenServesWhileRenewalFailsAndNotBeyondItsTime) {
  Get();
  http_->Give("one");
  now_ += absl::Minutes(48);
  Get();
  http_->Answer(500, "");
  Get();
  EXPECT_EQ(got_.back(), "one");
  EXPECT_EQ(http_->requests.size(), 2U);
  now_ += absl::Seconds(10);
  Get();
  EXPECT_EQ(http_->requests.size(), 3U);
  http_->Answer(500, "");
  now_ += absl::Minutes(9);
  Get();
  EXPECT_EQ(got_.size(), 4U);
  http_->Give("two");
  EXPECT_EQ(got_.back(), "two");
}

TEST_F(AccessTokensTest, WhatWasRefusedIsNotGivenAgain) {
  Get();
  http_->Give("one");
  tokens_->Drop("another");
  Get();
  EXPECT_EQ(http_->requests.size(), 1U);
  tokens_->Drop("one");
  Get();
  http_->Give("two");
  EXPECT_THAT(got_, ElementsAre("one", "one", "two"));
}

TEST_F(AccessTokensTest, AnotherAccountGetsTokensOfItsOwn) {
  Get();
  http_->Give("one");
  WriteAccount("https://other.example.test/token");
  Get();
  ASSERT_EQ(http_->requests.size(), 2U);
  EXPECT_EQ(http_->requests[1].url, "https://other.example.test/token");
}

TEST_F(AccessTokensTest, WithoutATokenNothingWasSent) {
  Get();
  http_->Answer(400, R"({"error":"invalid_grant","error_description":"Invalid JWT\r\nX: y"})");
  EXPECT_EQ(got_.back(), "no access token: HTTP 400 invalid_grant Invalid JWT  X: y");
  EXPECT_EQ(failure_.result, AttemptResult::kTemporary);
  EXPECT_TRUE(failure_.provider_fault);
  Get();
  http_->Answer(429, "", absl::Seconds(30));
  EXPECT_EQ(failure_.result, AttemptResult::kThrottled);
  EXPECT_EQ(failure_.retry_after, absl::Seconds(30));
}

TEST_F(AccessTokensTest, WhatIsNoTokenIsNotTaken) {
  for (const char* body :
       {"", "null", "[]", R"({"access_token":"a"})", R"({"access_token":"","expires_in":9})",
        R"({"access_token":"a b","expires_in":9})", R"({"access_token":"a\r\nb","expires_in":9})",
        R"({"access_token":"a","expires_in":0})", R"({"access_token":"a","expires_in":-9})",
        R"({"access_token":7,"expires_in":9})", R"({"access_token":"a","expires_in":"9"})"}) {
    Get();
    http_->Answer(200, body);
    EXPECT_EQ(got_.back(), "no access token: HTTP 200") << body;
  }
  EXPECT_EQ(http_->open(), 0U);
}

TEST_F(AccessTokensTest, ATokenThatIsSaidToHoldForEverIsRenewedWithinADay) {
  Get();
  http_->Answer(200, R"({"access_token":"one","expires_in":9223372036854775807})");
  now_ += absl::Hours(23);
  Get();
  EXPECT_EQ(http_->requests.size(), 2U);
}

TEST(ServiceAccountTest, RefusesWhatIsNoneWithoutShowingIt) {
  const std::string folder = testing::TempDir() + "service-account";
  std::filesystem::create_directories(folder);
  MakeRsaKeys(folder);
  const std::string good = ServiceAccountText(folder, "https://a.test/token");
  EXPECT_TRUE(ReadServiceAccount(good).ok());
  const std::pair<const char*, const char*> changes[] = {
      {"service_account", "authorized_user"},
      {"example-shop\"", "../other\""},
      {"client_email", "e-mail"},
      {"https://a.test", "ftp://a.test"},
      {"BEGIN", "SECRET"},
      {"{", "["},
  };
  for (const auto& [from, to] : changes) {
    std::string text = good;
    text.replace(text.find(from), std::string(from).size(), to);
    const auto account = ReadServiceAccount(text);
    ASSERT_FALSE(account.ok()) << to;
    EXPECT_THAT(std::string(account.status().message()),
                testing::AllOf(HasSubstr("is no key file of a service account: "),
                               testing::Not(HasSubstr("SECRET"))));
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace usher::provider
