#include "provider/mail_text.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::provider {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

TEST(HeaderTextTest, PlainTextStaysAsItIs) {
  EXPECT_EQ(HeaderText("Your cart, 9.50 EUR"), "Your cart, 9.50 EUR");
  EXPECT_EQ(HeaderText(""), "");
}

TEST(HeaderTextTest, NoTextCanAddAHeader) {
  EXPECT_EQ(HeaderText("Hi\r\nBcc: evil@example.test"), "Hi  Bcc: evil@example.test");
  EXPECT_EQ(HeaderText(absl::string_view("a\0b\tc\x7f", 6)), "a b c ");
  EXPECT_THAT(HeaderText("Grüße\r\nBcc: evil@example.test"), Not(HasSubstr("Bcc")));
}

TEST(HeaderTextTest, EverythingElseIsEncoded) {
  EXPECT_EQ(HeaderText("Grüße"), "=?UTF-8?B?R3LDvMOfZQ==?=");
  EXPECT_THAT(HeaderText("=?UTF-8?B?aGE=?="), HasSubstr("=?UTF-8?B?PT9VVEYtOD9C"));
}

TEST(HeaderTextTest, LongTextIsFoldedBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "ä€";
  for (const absl::string_view word : absl::StrSplit(HeaderText(text), "\r\n ")) {
    EXPECT_LE(word.size(), 75u);
  }
  EXPECT_THAT(HeaderText(std::string(200, 'x')), HasSubstr("\r\n "));
}

TEST(HeaderMailboxTest, QuotesAndEncodesTheName) {
  EXPECT_EQ(HeaderMailbox("", "a@b.test"), "a@b.test");
  EXPECT_EQ(HeaderMailbox("Shop, \"the\" one", "a@b.test"), "\"Shop, \\\"the\\\" one\" <a@b.test>");
  EXPECT_EQ(HeaderMailbox("Café\r\nBcc: x", "a@b.test"),
            "=?UTF-8?B?Q2Fmw6kgIEJjYzogeA==?=\r\n <a@b.test>");
}

TEST(QuotedPrintableTest, EncodesWhatIsNotPlainAndEndsLinesWithCrLf) {
  EXPECT_EQ(QuotedPrintable("a=b\nGrüße\r\nx\ry"), "a=3Db\r\nGr=C3=BC=C3=9Fe\r\nx\r\ny\r\n");
  EXPECT_EQ(QuotedPrintable("end \ntab\t"), "end=20\r\ntab=09\r\n");
  EXPECT_EQ(QuotedPrintable(""), "");
  EXPECT_EQ(QuotedPrintable("\n\n"), "\r\n\r\n");
}

TEST(QuotedPrintableTest, NoLineBeginsWithADot) {
  EXPECT_EQ(QuotedPrintable(".\n..\n.end"), "=2E\r\n=2E.\r\n=2Eend\r\n");
}

TEST(QuotedPrintableTest, NoLineIsLongerThan76Characters) {
  const std::string filler(74, 'x');
  const std::vector<std::string> texts = {std::string(500, 'x'),       std::string(500, '='),
                                          absl::StrCat(filler, "xx "), absl::StrCat(filler, "x="),
                                          absl::StrCat(filler, "ü"),   std::string(200, '.')};
  for (const std::string& text : texts) {
    const std::string encoded = QuotedPrintable(text);
    for (const absl::string_view line : absl::StrSplit(encoded, "\r\n")) {
      EXPECT_LE(line.size(), 76u) << encoded;
      EXPECT_FALSE(absl::StartsWith(line, ".")) << encoded;
    }
  }
}

TEST(MailAddressTest, TakesPlainAddresses) {
  for (const char* address : {"a@b", "ada@example.test", "first.last+tag@sub.example.co",
                              "o'neil_x=y@xn--bcher-kva.test", "x@1.2"}) {
    EXPECT_TRUE(IsMailAddress(address)) << address;
  }
}

TEST(MailAddressTest, RefusesWhatCouldBreakACommandOrAHeader) {
  const std::vector<std::string> addresses = {"",
                                              "ada",
                                              "@example.test",
                                              "ada@",
                                              "a b@example.test",
                                              "a@b@example.test",
                                              "ada@example.test\r\nRCPT TO:<x@y>",
                                              "ada\n@example.test",
                                              "<ada@example.test>",
                                              "ada,eve@example.test",
                                              "ada@example.test>",
                                              "ada@exam ple.test",
                                              "\"ada\"@example.test",
                                              "ada..x@example.test",
                                              ".ada@example.test",
                                              "ada@-example.test",
                                              "ada@example..test",
                                              "ada@[127.0.0.1]",
                                              "ädä@example.test",
                                              "ada@exämple.test",
                                              std::string("a\0b@example.test", 16),
                                              absl::StrCat(std::string(65, 'a'), "@example.test"),
                                              absl::StrCat("a@", std::string(200, 'b'))};
  for (const std::string& address : addresses) EXPECT_FALSE(IsMailAddress(address)) << address;
}

}  // namespace
}  // namespace usher::provider
