#include "provider/link_token.h"

#include "gtest/gtest.h"

#include "provider/hmac.h"

namespace usher::provider {
namespace {

using customer::Channel;

LinkToken Example() {
  return {LinkToken::Kind::kClick, Channel::kWhatsapp, base::CustomerId::Known("ada lovelace"),
          0xFEDCBA9876543210U, "https://shop.example.test/a?b=c#d"};
}

TEST(LinkTokenTest, SaysWhatItWasMadeOf) {
  LinkToken token = Example();
  const auto check = [&token] {
    const auto read = ReadLinkToken(WriteLinkToken(token, "key"), {"other", "key"});
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->kind, token.kind);
    EXPECT_EQ(read->channel, token.channel);
    EXPECT_EQ(read->customer, token.customer);
    EXPECT_EQ(read->send_id, token.send_id);
    EXPECT_EQ(read->url, token.url);
  };
  check();
  const std::string longest(kLinkCustomerBytesMax, 'v');
  const base::CustomerId visitor = base::CustomerId::Anonymous(longest);
  token.customer = visitor;
  token.url = "http://a.test";
  check();
  token.kind = LinkToken::Kind::kOpen;
  token.url = "";
  check();
}

TEST(LinkTokenTest, TakesFewCharacters) {
  LinkToken token = Example();
  token.customer = base::CustomerId::Known("12345678");
  token.url = "https://shop.example/cart";
  EXPECT_EQ(WriteLinkToken(token, "key").size(), 66U);
}

TEST(LinkTokenTest, AnyChangeMakesItNoToken) {
  const std::string good = WriteLinkToken(Example(), "key");
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string changed = good;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(ReadLinkToken(changed, {"key"}).ok()) << i;
    EXPECT_FALSE(ReadLinkToken(good.substr(0, i), {"key"}).ok()) << i;
  }
  EXPECT_FALSE(ReadLinkToken(good + "=", {"key"}).ok());
  EXPECT_FALSE(ReadLinkToken(good, {"another key"}).ok());
  EXPECT_FALSE(ReadLinkToken(good, {}).ok());
  EXPECT_EQ(ReadLinkToken("", {"key"}).status().code(), absl::StatusCode::kNotFound);
}

TEST(HmacTest, ComparesAllOfBothTexts) {
  EXPECT_TRUE(EqualInConstantTime("", ""));
  EXPECT_TRUE(EqualInConstantTime("abc", "abc"));
  EXPECT_FALSE(EqualInConstantTime("abc", "abd"));
  EXPECT_FALSE(EqualInConstantTime("abc", "ab"));
  EXPECT_FALSE(EqualInConstantTime("", "a"));
}

}  // namespace
}  // namespace usher::provider
