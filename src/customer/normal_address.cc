#include "customer/normal_address.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "base/hash.h"

namespace usher::customer {
namespace {

std::string NormalNumber(absl::string_view number) {
  std::string digits;
  for (const char c : number) {
    if (absl::string_view(" ()-./").find(c) == absl::string_view::npos) digits.push_back(c);
  }
  if (absl::StartsWith(digits, "00")) return absl::StrCat("+", digits.substr(2));
  return digits;
}

}  // namespace

std::string NormalAddress(Channel channel, absl::string_view address) {
  switch (channel) {
    case Channel::kSms:
    case Channel::kWhatsapp:
      return NormalNumber(address);
    case Channel::kEmail:
      return absl::AsciiStrToLower(absl::StripAsciiWhitespace(address));
    default:
      return std::string(address);
  }
}

bool IsSameAddress(Channel channel, absl::string_view a, absl::string_view b) {
  return AddressOfSender(channel, a) == AddressOfSender(channel, b);
}

std::string AddressOfSender(Channel channel, absl::string_view address) {
  std::string normal = NormalAddress(channel, address);
  const bool telephone = channel == Channel::kSms || channel == Channel::kWhatsapp;
  if (telephone && !normal.empty() && normal[0] >= '1' && normal[0] <= '9') {
    normal.insert(normal.begin(), '+');
  }
  return normal;
}

base::CustomerId AddressRecordId(Channel channel, absl::string_view address) {
  // The address itself is nobody's to read in the store.
  const base::Digest digest =
      base::DigestFields({ChannelName(channel), NormalAddress(channel, address)});
  return base::CustomerId::Address(base::ToHex({digest.data(), digest.size()}));
}

}  // namespace usher::customer
