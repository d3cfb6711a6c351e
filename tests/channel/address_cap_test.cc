#include "channel/address_cap.h"

#include <vector>

#include "gtest/gtest.h"

namespace usher::channel {
namespace {

using customer::Channel;
using customer::Contact;
using customer::DecisionKind;

const absl::Time kNoon = absl::FromUnixSeconds(43200);

// At most two SMS in 24 h to one address, and one message an hour to one customer.
Policy SharedPolicy() {
  Policy policy;
  Cap shared;
  shared.name = "sms";
  shared.max = 2;
  shared.per = absl::Hours(24);
  shared.channels.Add(Channel::kSms);
  shared.per_address = true;
  Cap own;
  own.name = "own";
  own.per = absl::Hours(1);
  policy.caps = {shared, own};
  return policy;
}

Question Ask(const std::vector<Contact>& contacts, Channel channel = Channel::kSms) {
  Question question;
  question.channel = channel;
  question.category = "marketing";
  question.contacts = contacts;
  question.now = kNoon;
  return question;
}

Contact SentAt(absl::Time at) {
  Contact contact;
  contact.at = at;
  contact.channel = Channel::kSms;
  contact.category = "marketing";
  return contact;
}

TEST(AddressCapTest, IsAskedOnlyWhereItConcernsTheMessage) {
  Policy policy = SharedPolicy();
  EXPECT_TRUE(HasAddressCaps(policy));
  EXPECT_TRUE(AsksAddress(policy, Ask({})));
  EXPECT_FALSE(AsksAddress(policy, Ask({}, Channel::kEmail)));
  policy.classes["marketing"] = {.ignores_caps = true};
  EXPECT_TRUE(AsksAddress(policy, Ask({}))) << "it counts for others";
  policy.classes["marketing"] = {.ignores_caps = true, .uncounted = true};
  EXPECT_FALSE(AsksAddress(policy, Ask({})));
  policy.caps[0].per_address = false;
  EXPECT_FALSE(HasAddressCaps(policy));
}

TEST(AddressCapTest, HoldsWhatWentToTheAddressWhoeverItWasFor) {
  const std::vector<Contact> one = {SentAt(kNoon - absl::Minutes(1))};
  EXPECT_TRUE(DecideForAddress(SharedPolicy(), Ask(one)).granted())
      << "the other cap is the customer's own";
  const std::vector<Contact> two = {SentAt(kNoon - absl::Hours(2)), SentAt(kNoon)};
  const Verdict verdict = DecideForAddress(SharedPolicy(), Ask(two));
  EXPECT_EQ(verdict.kind, DecisionKind::kCapped);
  EXPECT_EQ(verdict.rule, "sms of the address");
  EXPECT_EQ(verdict.count, 2U);
  EXPECT_EQ(verdict.limit, 2U);
  EXPECT_EQ(verdict.until, kNoon + absl::Hours(22));
}

}  // namespace
}  // namespace usher::channel
