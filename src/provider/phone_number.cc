#include "provider/phone_number.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace usher::provider {
namespace {

constexpr std::size_t kDigitsMin = 7;
constexpr std::size_t kDigitsMax = 15;

}  // namespace

std::string PhoneNumber(absl::string_view address) {
  address = absl::StripAsciiWhitespace(address);
  if (!absl::ConsumePrefix(&address, "+") && !absl::ConsumePrefix(&address, "00")) return "";
  std::string digits;
  for (const char c : address) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      digits.push_back(c);
    } else if (!absl::StrContains(" -./()", c)) {
      return "";
    }
  }
  if (digits.size() < kDigitsMin || digits.size() > kDigitsMax || digits[0] == '0') return "";
  return absl::StrCat("+", digits);
}

}  // namespace usher::provider
