#include "ingest/delivery_view.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "ingest/proto_time.h"
#include "journey/send_id.h"

namespace usher::ingest {
namespace {

constexpr std::size_t kIdDigits = 16;
constexpr std::size_t kDetailMax = 256;
constexpr absl::Duration kRetryAfterMax = absl::Hours(1);

std::optional<journey::AttemptResult> ResultOf(v1::DeliveryResult result) {
  switch (result) {
    case v1::DELIVERY_RESULT_DELIVERED:
    case v1::DELIVERY_RESULT_ACCEPTED:
      return journey::AttemptResult::kSent;
    case v1::DELIVERY_RESULT_THROTTLED:
      return journey::AttemptResult::kThrottled;
    case v1::DELIVERY_RESULT_TEMPORARY:
      return journey::AttemptResult::kTemporary;
    case v1::DELIVERY_RESULT_DEAD_ADDRESS:
      return journey::AttemptResult::kDeadAddress;
    case v1::DELIVERY_RESULT_COMPLAINT:
      return journey::AttemptResult::kComplaint;
    case v1::DELIVERY_RESULT_BLOCKED:
      return journey::AttemptResult::kRejected;
    case v1::DELIVERY_RESULT_UNKNOWN:
      return journey::AttemptResult::kUnknown;
    default:
      return std::nullopt;
  }
}

}  // namespace

void FillDelivery(const journey::Message& message, absl::Duration report_within,
                  v1::SubscribeResponse::Delivery* out) {
  out->set_send_id(journey::SendIdText(message.send_id));
  out->set_attempt(message.attempt);
  const std::string name(message.customer.name());
  if (message.customer.anonymous()) {
    out->set_anonymous_id(name);
  } else {
    out->set_customer_id(name);
  }
  out->set_channel(static_cast<v1::Channel>(message.channel));
  out->set_address(message.address);
  for (const std::string& address : message.more_addresses) out->add_more_addresses(address);
  out->set_category(message.category);
  for (const auto& [part, text] : message.content) (*out->mutable_content())[part] = text;
  out->set_journey(message.journey);
  out->set_step(message.step);
  out->set_key(message.key);
  SetTime(message.at, out->mutable_time());
  SetTime(message.expire_at, out->mutable_expire_at());
  const std::int64_t ms = absl::ToInt64Milliseconds(report_within);
  out->mutable_report_within()->set_seconds(ms / 1000);
  out->mutable_report_within()->set_nanos(static_cast<std::int32_t>(ms % 1000 * 1'000'000));
}

std::optional<CheckedReport> CheckReport(const v1::SubscribeRequest::Report& report,
                                         std::string* error) {
  CheckedReport checked;
  const std::string& id = report.send_id();
  if (id.size() != kIdDigits || !absl::SimpleHexAtoi(id, &checked.send_id)) {
    *error = absl::StrCat("send_id \"", id, "\": must be the delivery's, ", kIdDigits,
                          " hexadecimal digits");
    return std::nullopt;
  }
  const auto result = ResultOf(report.result());
  if (!result) {
    *error = absl::StrCat("result ", report.result(),
                          ": must be delivered, accepted, throttled, temporary, dead_address, "
                          "complaint, blocked or unknown");
    return std::nullopt;
  }
  const absl::Duration retry_after = absl::Seconds(report.retry_after().seconds()) +
                                     absl::Nanoseconds(report.retry_after().nanos());
  if (retry_after < absl::ZeroDuration() || retry_after > kRetryAfterMax) {
    *error = absl::StrCat("retry_after ", absl::FormatDuration(retry_after),
                          ": must be from 0s to ", absl::FormatDuration(kRetryAfterMax));
    return std::nullopt;
  }
  checked.attempt = report.attempt();
  // Shorter at a character's beginning, so that it stays UTF-8.
  std::string detail = report.detail();
  if (detail.size() > kDetailMax) {
    std::size_t end = kDetailMax;
    while (end > 0 && (static_cast<unsigned char>(detail[end]) & 0xC0U) == 0x80U) --end;
    detail.resize(end);
  }
  checked.report = {*result, std::move(detail), retry_after};
  return checked;
}

}  // namespace usher::ingest
