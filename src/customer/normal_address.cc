#include "customer/normal_address.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

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

}  // namespace usher::customer
