#include "provider/message_token.h"

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

#include "provider/email_message.h"
#include "provider/unsubscribe_link.h"

namespace usher::provider {
namespace {

using customer::Channel;

journey::Message Mail(const base::CustomerId& customer) {
  journey::Message message;
  message.send_id = 0xABCDEF0123456789;
  message.customer = customer;
  message.channel = Channel::kEmail;
  message.category = "news \"daily\"";
  message.address = "ada@example.test";
  message.content = {{"subject", "Hi"}, {"text", "Hi"}};
  return message;
}

TEST(MessageTokenTest, NamesMessageAndCustomer) {
  const std::string token =
      MessageToken(kMailPurpose, Mail(base::CustomerId::Known("ada")), "new key");
  const auto named = ReadMessageToken(kMailPurpose, token, {"old key", "new key"});
  ASSERT_TRUE(named.ok());
  EXPECT_EQ(named->customer_id, "ada");
  EXPECT_EQ(named->anonymous_id, "");
  EXPECT_EQ(named->channel, Channel::kEmail);
  EXPECT_EQ(named->category, "news \"daily\"");
  EXPECT_EQ(named->send_id, 0xABCDEF0123456789);
  const auto visitor = ReadMessageToken(
      kMailPurpose, MessageToken(kMailPurpose, Mail(base::CustomerId::Anonymous("v1")), "k"),
      {"k"});
  ASSERT_TRUE(visitor.ok());
  EXPECT_EQ(visitor->anonymous_id, "v1");
}

TEST(MessageTokenTest, WhatIsNotSignedForThisIsNone) {
  const journey::Message mail = Mail(base::CustomerId::Known("ada"));
  const std::string token = MessageToken(kMailPurpose, mail, "key");
  const auto reads = [](const std::string& text) {
    return ReadMessageToken(kMailPurpose, text, {"key"}).ok();
  };
  EXPECT_TRUE(reads(token));
  EXPECT_FALSE(ReadMessageToken(kMailPurpose, token, {"other"}).ok());
  EXPECT_FALSE(ReadMessageToken(kMailPurpose, token, {}).ok());
  EXPECT_FALSE(ReadMessageToken(kUnsubscribePurpose, token, {"key"}).ok());
  EXPECT_FALSE(reads(UnsubscribeToken(mail, "key"))) << "a link is no header";
  EXPECT_FALSE(reads("v1" + token.substr(2)));
  for (const char* text : {"", ".", "..", "m1", "m1.", "m1..", "m1.e30.", "m1.e30.AAAA"}) {
    EXPECT_FALSE(reads(text)) << text;
  }
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    // The last digit of a signature has bits that stand for nothing.
    if (i + 1 < token.size()) {
      EXPECT_FALSE(reads(changed)) << i;
    }
    EXPECT_FALSE(reads(token.substr(0, i))) << i;
  }
  EXPECT_FALSE(reads(std::string(100'000, 'A')));
}

TEST(MessageTokenTest, AMailSaysItInLinesThatAreNotTooLong) {
  const journey::Message mail = Mail(base::CustomerId::Known(std::string(256, 'x')));
  const std::string token = MessageToken(kMailPurpose, mail, "key");
  const auto text = EmailMessage(mail, {"shop@example.test", "", "", ""}, {}, token);
  ASSERT_TRUE(text.ok()) << text.status();
  std::string header;
  for (const absl::string_view line : absl::StrSplit(*text, "\r\n")) {
    EXPECT_LE(line.size(), 78U) << line;
    if (absl::StartsWith(line, "Usher-Message:")) {
      header = ":";
    } else if (!header.empty() && absl::StartsWith(line, " ")) {
      header.append(line.data() + 1, line.size() - 1);
    } else if (!header.empty()) {
      break;
    }
  }
  EXPECT_EQ(header, ":" + token);
  EXPECT_EQ(EmailMessage(mail, {"shop@example.test", "", "", ""}, {})->find("Usher-Message"),
            std::string::npos);
}

}  // namespace
}  // namespace usher::provider
