#include "provider/smpp_provider.h"

#include <string>
#include <utility>
#include <vector>

#include "base/sms.h"
#include "provider/content_part.h"
#include "provider/phone_number.h"
#include "provider/smpp_outcome.h"

namespace usher::provider {
namespace {

constexpr std::size_t kSegmentsMax = 255;
constexpr int kUcs2 = 8;

// 3GPP TS 23.040, section 9.2.3.24.1: segments of one message, with a reference of 8 bits.
std::vector<std::string> WithHeaders(std::vector<std::string> segments, std::uint64_t send_id) {
  if (segments.size() == 1) return segments;
  std::size_t number = 0;
  for (std::string& segment : segments) {
    const char header[] = {5,
                           0,
                           3,
                           static_cast<char>(send_id),
                           static_cast<char>(segments.size()),
                           static_cast<char>(++number)};
    segment.insert(0, header, sizeof header);
  }
  return segments;
}

}  // namespace

SmppProvider::SmppProvider(std::shared_ptr<SmppPort> smpp, std::shared_ptr<SmppReceipts> receipts)
    : smpp_(std::move(smpp)), receipts_(std::move(receipts)) {}

void SmppProvider::Send(const journey::Message& message,
                        std::function<void(messages::AttemptReport)> done) {
  const std::string number = PhoneNumber(message.address);
  if (number.empty()) {
    done({journey::AttemptResult::kDeadAddress,
          "the address is no telephone number with + in front"});
    return;
  }
  base::SmsSegments split = base::SplitSms(ContentPart(message.content, "text"));
  const std::size_t segments = split.segments.size();
  if (segments == 0 || segments > kSegmentsMax) {
    done({journey::AttemptResult::kRejected,
          segments == 0 ? "the message has no text" : "the text takes more than 255 segments"});
    return;
  }
  SmppText text;
  text.to = number.substr(1);
  text.texts = WithHeaders(std::move(split.segments), message.send_id);
  text.data_coding = split.encoding == base::SmsSize::Encoding::kUcs2 ? kUcs2 : 0;
  text.validity = message.expire_at - message.at;
  smpp_->Send(
      std::move(text),
      [receipts = receipts_, sent = SmppSent{message.send_id, message.customer, number.substr(1)},
       segments, done = std::move(done)](const SmppResult& result) {
        for (const std::string& id : result.message_ids) receipts->Remember(id, sent);
        done(SmppOutcome(result, segments));
      });
}

}  // namespace usher::provider
