#include "provider/smpp_hearing.h"

#include <random>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "base/log.h"
#include "base/sms.h"
#include "base/text_prefix.h"
#include "journey/send_id.h"

namespace usher::provider {
namespace {

using messages::Feedback;
using messages::FeedbackKind;

constexpr std::size_t kTextBytesMax = 4096;

// The alphabet, by the bits of data_coding that say so (3GPP TS 23.038, section 4, and SMPP 3.4,
// section 5.2.19).
enum class Alphabet { kGsm7, kLatin1, kUcs2, kNone };

Alphabet AlphabetOf(int coding) {
  if (coding >= 0xF0) return (coding & 0x04) == 0 ? Alphabet::kGsm7 : Alphabet::kNone;
  switch (coding) {
    case 0x00:
      return Alphabet::kGsm7;
    case 0x01:
    case 0x03:
      return Alphabet::kLatin1;
    case 0x08:
      return Alphabet::kUcs2;
    default:
      break;
  }
  if (coding < 0x10) return Alphabet::kNone;
  const int bits = coding & 0x0C;
  return bits == 0x00 ? Alphabet::kGsm7 : bits == 0x08 ? Alphabet::kUcs2 : Alphabet::kNone;
}

// Not longer than a report may be.
std::string Shortened(const std::string& text) {
  return std::string(base::TextPrefix(text, kTextBytesMax));
}

// A centre gives what telephones write no id of its own.
std::string NewId() {
  static thread_local std::random_device random;
  const std::uint64_t id = (static_cast<std::uint64_t>(random()) << 32) | random();
  return absl::StrCat("smpp-reply-", journey::SendIdText(id));
}

bool IsFailure(absl::string_view state) {
  return state == "UNDELIV" || state == "EXPIRED" || state == "DELETED" || state == "REJECTD";
}

void Log(const char* event, const absl::Status& status) {
  base::Log(base::LogLevel::kInfo, event, {{"why", std::string(status.message())}});
}

}  // namespace

std::string TextOf(const SmppDeliver& deliver) {
  absl::string_view bytes = deliver.text;
  if ((deliver.esm_class & 0x40) != 0) {
    if (bytes.empty()) return "";
    const std::size_t header = 1 + static_cast<unsigned char>(bytes[0]);
    if (header > bytes.size()) return "";
    bytes.remove_prefix(header);
  }
  switch (AlphabetOf(deliver.data_coding)) {
    case Alphabet::kGsm7:
      return Shortened(base::TextOfGsm7(bytes));
    case Alphabet::kLatin1:
      return Shortened(base::TextOfLatin1(bytes));
    case Alphabet::kUcs2:
      return Shortened(base::TextOfUcs2(bytes));
    case Alphabet::kNone:
      break;
  }
  return "";
}

void SmppHearing::Hear(const SmppDeliver& deliver, std::function<void(bool)> done) const {
  if (deliver.IsInterim()) return done(true);
  Feedback feedback;
  feedback.channel = customer::Channel::kSms;
  feedback.address = deliver.from.digits;
  const bool is_receipt = deliver.IsReceipt();
  if (is_receipt) {
    const SmppReceipt receipt = ReadReceipt(deliver);
    const std::optional<SmppSent> sent = receipts_->Find(receipt.message_id);
    const std::string send_id = sent ? journey::SendIdText(sent->send_id) : "";
    base::Log(receipt.delivered() ? base::LogLevel::kDebug : base::LogLevel::kInfo,
              receipt.delivered() ? "sms_delivered" : "sms_not_delivered",
              {{"send_id", send_id},
               {"message_id", receipt.message_id},
               {"state", receipt.state},
               {"error", receipt.error}});
    if (!receipt.delivered() && !IsFailure(receipt.state)) return done(true);
    feedback.kind = receipt.delivered() ? FeedbackKind::kDelivered : FeedbackKind::kBounced;
    // Of a long message each segment has a receipt.
    feedback.id =
        absl::StrCat("smpp-", sent ? send_id : NormalId(receipt.message_id), "-", receipt.state);
    if (sent) {
      feedback.send_id = sent->send_id;
      (sent->customer.anonymous() ? feedback.anonymous_id : feedback.customer_id) =
          std::string(sent->customer.name());
    }
    feedback.detail = absl::StrCat("SMPP ", receipt.state, receipt.error.empty() ? "" : ", error ",
                                   receipt.error);
  } else {
    feedback.kind = FeedbackKind::kReplied;
    feedback.id = NewId();
    feedback.text = TextOf(deliver);
    if (feedback.text.empty()) {
      Log("sms_reply_ignored", absl::InvalidArgumentError("it is no text"));
      return done(true);
    }
  }
  feedback_->Report(
      std::move(feedback), [is_receipt, done = std::move(done)](const absl::Status& status) {
        const bool again = absl::IsUnavailable(status) || absl::IsResourceExhausted(status);
        if (!status.ok() && !is_receipt) {
          Log(again ? "sms_reply_put_off" : "sms_reply_ignored", status);
        }
        done(!again);
      });
}

}  // namespace usher::provider
