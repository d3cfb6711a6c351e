#include "provider/smpp_hearing.h"

#include <chrono>
#include <optional>
#include <random>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "base/log.h"
#include "base/text_prefix.h"
#include "journey/send_id.h"
#include "provider/smpp_text.h"

namespace usher::provider {
namespace {

using messages::Feedback;
using messages::FeedbackKind;

// A text of so many bytes may be a word such as STOP, which people write again and mean it.
constexpr std::size_t kWordBytesMax = 64;
// Within it the same longer text is the same message, to whatever gateway it is delivered.
constexpr std::int64_t kSlotSeconds = 600;
constexpr absl::string_view kNoText = "it is no text";

SmppMoment Now() { return std::chrono::steady_clock::now(); }

std::string RandomText() {
  std::random_device random;
  const std::uint64_t number = (static_cast<std::uint64_t>(random()) << 32) | random();
  return journey::SendIdText(number);
}

void LogIgnored(absl::string_view why) {
  base::Log(base::LogLevel::kInfo, "sms_reply_ignored", {{"why", std::string(why)}});
}

void LogLost(std::size_t parts) {
  if (parts > 0) {
    base::Log(base::LogLevel::kWarn, "sms_parts_lost", {{"parts", absl::StrCat(parts)}});
  }
}

Feedback ReplyFrom(const std::string& telephone, std::string text) {
  Feedback reply;
  reply.kind = FeedbackKind::kReplied;
  reply.channel = customer::Channel::kSms;
  reply.address = telephone;
  reply.text = std::move(text);
  return reply;
}

}  // namespace

SmppHearing::SmppHearing(SmppHearingSetting setting, std::shared_ptr<SmppReceipts> receipts,
                         std::shared_ptr<messages::FeedbackPort> feedback,
                         std::function<absl::Time()> now)
    : setting_(std::move(setting)),
      receipts_(std::move(receipts)),
      feedback_(std::move(feedback)),
      now_(std::move(now)),
      salt_(RandomText()),
      parts_(setting_.parts) {}

void SmppHearing::Hear(const SmppDeliver& deliver, Done done) {
  if (deliver.IsInterim()) return done(true);
  if (deliver.IsReceipt()) return HearReceipt(deliver, std::move(done));
  if (const auto part = SmppPartOf(deliver)) return HearPart(deliver, *part, std::move(done));
  HearMessage(deliver, std::move(done));
}

SmppMoment SmppHearing::OnTime(SmppMoment now) {
  std::vector<SmppWhole> due;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    due = parts_.TakeDue(now);
  }
  TellAll(due);
  const std::lock_guard<std::mutex> lock(mutex_);
  return parts_.NextTime();
}

void SmppHearing::Finish() {
  std::vector<SmppWhole> all;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    finished_ = true;
    all = parts_.TakeAll();
  }
  TellAll(all);
}

void SmppHearing::HearReceipt(const SmppDeliver& deliver, Done done) {
  const SmppReceipt receipt = ReadReceipt(deliver);
  const std::optional<SmppSent> sent = receipts_->Find(receipt.message_id);
  const std::string send_id = sent ? journey::SendIdText(sent->send_id) : "";
  base::Log(receipt.delivered() ? base::LogLevel::kDebug : base::LogLevel::kInfo,
            receipt.delivered() ? "sms_delivered" : "sms_not_delivered",
            {{"send_id", send_id},
             {"message_id", receipt.message_id},
             {"state", receipt.state},
             {"error", receipt.error}});
  if (!receipt.delivered() && !receipt.failed()) return done(true);
  Feedback feedback;
  feedback.channel = customer::Channel::kSms;
  feedback.kind = receipt.delivered() ? FeedbackKind::kDelivered : FeedbackKind::kBounced;
  feedback.permanent = SaysDead(receipt, setting_.dead_errors);
  // Some centres leave whom it was to and from as they were in the message.
  feedback.address = sent ? sent->to : deliver.from.digits;
  // Of a long message each segment has a receipt.
  feedback.id = absl::StrCat("smpp-", sent ? send_id : NormalId(receipt.message_id), "-",
                             receipt.state, feedback.permanent ? "-dead" : "");
  if (sent) {
    feedback.send_id = sent->send_id;
    (sent->customer.anonymous() ? feedback.anonymous_id : feedback.customer_id) =
        std::string(sent->customer.name());
  }
  feedback.detail =
      absl::StrCat("SMPP ", receipt.state, receipt.error.empty() ? "" : ", error ", receipt.error);
  if (receipt.network_error.network != 0) {
    absl::StrAppend(&feedback.detail, ", network ", receipt.network_error.network, " error ",
                    receipt.network_error.code);
  }
  Report(std::move(feedback), std::move(done));
}

void SmppHearing::HearMessage(const SmppDeliver& deliver, Done done) {
  const std::string text = SmppTextOf(SmppBytesOf(deliver), deliver.data_coding);
  Feedback reply =
      ReplyFrom(deliver.from.digits, std::string(base::TextPrefix(text, kSmppTextBytesMax)));
  if (reply.text.empty()) {
    LogIgnored(kNoText);
    return done(true);
  }
  const std::uint64_t content = base::HashFields(
      {deliver.to, absl::StrCat(deliver.data_coding), deliver.receipted_id, deliver.text});
  SmppRepeats::Place place;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    place = repeats_.Hear(deliver.from.digits, content, deliver.session, Now(), now_());
  }
  // What tells it from others of the same content: the centre's own id, or else when it came.
  std::string which = "id";
  if (deliver.receipted_id.empty()) {
    which = reply.text.size() <= kWordBytesMax
                ? absl::StrCat(salt_, ":", absl::ToUnixMillis(place.first_at))
                : absl::StrCat(absl::ToUnixSeconds(place.first_at) / kSlotSeconds);
    absl::StrAppend(&which, ":", place.number);
  }
  const base::Digest digest =
      base::DigestFields({deliver.from.digits, absl::StrCat(content), which});
  reply.id = absl::StrCat("smpp-reply-", base::ToHex({digest.data(), digest.size()}));
  Report(std::move(reply), [self = shared_from_this(), telephone = deliver.from.digits, content,
                            done = std::move(done)](bool taken) {
    if (taken) {
      const std::lock_guard<std::mutex> lock(self->mutex_);
      self->repeats_.Taken(telephone, content, Now());
    }
    done(taken);
  });
}

void SmppHearing::HearPart(const SmppDeliver& deliver, const SmppPart& part, Done done) {
  SmppParts::Added added;
  std::size_t dropped = 0;
  bool finished = false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    finished = finished_;
    if (!finished) added = parts_.Add(deliver, part, Now());
    dropped = parts_.TakeDropped();
  }
  if (finished) return done(false);
  LogLost(dropped);
  TellAll(added.displaced);
  if (!added.whole) return done(true);
  Tell(*added.whole, std::move(done));
}

void SmppHearing::Tell(const SmppWhole& whole, Done done) {
  Done settled = [self = shared_from_this(), number = whole.number,
                  done = std::move(done)](bool taken) {
    std::size_t lost = 0;
    {
      const std::lock_guard<std::mutex> lock(self->mutex_);
      lost = self->parts_.Settle(number, taken, Now());
    }
    LogLost(lost);
    done(taken);
  };
  if (whole.missing > 0) {
    base::Log(base::LogLevel::kInfo, "sms_reply_incomplete",
              {{"missing", absl::StrCat(whole.missing)}});
  }
  if (whole.text.empty()) {
    LogIgnored(kNoText);
    return settled(true);
  }
  Feedback reply = ReplyFrom(whole.from, whole.text);
  reply.id = absl::StrCat("smpp-reply-", whole.identity);
  Report(std::move(reply), std::move(settled));
}

void SmppHearing::TellAll(const std::vector<SmppWhole>& wholes) {
  for (const SmppWhole& whole : wholes) Tell(whole, [](bool) {});
}

void SmppHearing::Report(Feedback feedback, Done done) {
  const bool is_reply = feedback.kind == FeedbackKind::kReplied;
  feedback_->Report(
      std::move(feedback), [is_reply, done = std::move(done)](const absl::Status& status) {
        const bool again = absl::IsUnavailable(status) || absl::IsResourceExhausted(status);
        if (is_reply && again) {
          base::Log(base::LogLevel::kInfo, "sms_reply_put_off",
                    {{"why", std::string(status.message())}});
        } else if (is_reply && !status.ok()) {
          LogIgnored(status.message());
        }
        done(!again);
      });
}

}  // namespace usher::provider
