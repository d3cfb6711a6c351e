#include "provider/smpp_receipt.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "provider/reply_text.h"

namespace usher::provider {
namespace {

constexpr std::size_t kFieldBytesMax = 64;

// message_state of SMPP 3.4, section 5.2.28, in the words of receipts.
constexpr std::array<absl::string_view, 9> kStates = {
    "", "ENROUTE", "DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "ACCEPTD", "UNKNOWN", "REJECTD"};

// Types of networks, and what they say of numbers that do not exist.
constexpr int kGsm = 3;
constexpr int kGsmUnknownSubscriber = 1;  // 3GPP TS 29.002, section 17.6.6
constexpr int kSmpp = 7;                  // of SMPP 5.0: the code is a command_status
constexpr int kSmppInvalidDestination = 0x0B;

std::string Printable(absl::string_view text) { return ReplyText(text.substr(0, kFieldBytesMax)); }

// The word after `name`, which stands at the beginning or after a space.
std::string FieldOf(absl::string_view text, absl::string_view name) {
  const std::string lower = absl::AsciiStrToLower(text);
  for (std::size_t at = lower.find(name.data(), 0, name.size()); at != std::string::npos;
       at = lower.find(name.data(), at + 1, name.size())) {
    if (at > 0 && lower[at - 1] != ' ') continue;
    absl::string_view rest = text.substr(at + name.size());
    return Printable(rest.substr(0, rest.find(' ')));
  }
  return "";
}

}  // namespace

bool SmppReceipt::failed() const {
  return state == "UNDELIV" || state == "EXPIRED" || state == "DELETED" || state == "REJECTD";
}

SmppReceipt ReadReceipt(const SmppDeliver& deliver) {
  SmppReceipt receipt;
  receipt.message_id =
      deliver.receipted_id.empty() ? FieldOf(deliver.text, "id:") : Printable(deliver.receipted_id);
  const auto state = static_cast<std::size_t>(deliver.message_state);
  receipt.state = state > 0 && state < kStates.size()
                      ? std::string(kStates[state])
                      : absl::AsciiStrToUpper(FieldOf(deliver.text, "stat:"));
  receipt.error = FieldOf(deliver.text, "err:");
  receipt.network_error = deliver.network_error;
  return receipt;
}

bool SaysDead(const SmppReceipt& receipt, const std::vector<std::string>& dead_errors) {
  // A message that expired or was deleted was still to be tried.
  if (receipt.state != "UNDELIV" && receipt.state != "REJECTD") return false;
  const SmppNetworkError& error = receipt.network_error;
  if (error.network == kGsm && error.code == kGsmUnknownSubscriber) return true;
  if (error.network == kSmpp && error.code == kSmppInvalidDestination) return true;
  return !receipt.error.empty() &&
         std::any_of(dead_errors.begin(), dead_errors.end(), [&](const std::string& dead) {
           return NormalId(dead) == NormalId(receipt.error);
         });
}

std::string NormalId(absl::string_view id) {
  while (id.size() > 1 && id.front() == '0') id.remove_prefix(1);
  return absl::AsciiStrToLower(id);
}

std::string HexOfDecimalId(absl::string_view id) {
  std::uint64_t number = 0;
  if (!absl::SimpleAtoi(id, &number)) return "";
  return absl::StrCat(absl::Hex(number));
}

}  // namespace usher::provider
