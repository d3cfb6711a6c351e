#include "customer/normal_address.h"

#include "gtest/gtest.h"

namespace usher::customer {
namespace {

TEST(NormalAddressTest, NumbersAreTheSameHoweverTheyAreWritten) {
  for (const char* number : {"+43 660 123-45.67", "0043660 1234567", "+43(660)1234567"}) {
    EXPECT_EQ(NormalAddress(Channel::kSms, number), "+436601234567") << number;
    EXPECT_EQ(NormalAddress(Channel::kWhatsapp, number), "+436601234567") << number;
  }
  EXPECT_EQ(NormalAddress(Channel::kSms, "0660 1"), "06601");
}

TEST(NormalAddressTest, MailAddressesAreTheSameWhateverTheirCase) {
  EXPECT_EQ(NormalAddress(Channel::kEmail, " Ada@Example.TEST "), "ada@example.test");
}

TEST(NormalAddressTest, OthersAreWhatTheyAre) {
  EXPECT_EQ(NormalAddress(Channel::kPush, "To-ken 00"), "To-ken 00");
}

}  // namespace
}  // namespace usher::customer
