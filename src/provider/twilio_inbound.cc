#include "provider/twilio_inbound.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "base/form_text.h"
#include "provider/hmac.h"
#include "provider/inbound_report.h"
#include "provider/reply_text.h"
#include "provider/twilio_outcome.h"

namespace usher::provider {
namespace {

using base::FormField;
using base::FormFields;
using messages::Feedback;
using messages::FeedbackKind;

constexpr std::size_t kFieldsMax = 256;

std::string SignedText(const std::string& url, FormFields fields) {
  std::sort(fields.begin(), fields.end());
  fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
  std::string text = url;
  for (const auto& [name, value] : fields) absl::StrAppend(&text, name, value);
  return text;
}

// What a status says; nothing for those on the way to another.
std::vector<Feedback> StatusReports(const FormFields& form, const FormFields& query) {
  const absl::string_view status = FormField(form, "MessageStatus");
  Feedback report;
  report.channel = customer::Channel::kSms;
  report.id = InboundId("twilio", {FormField(form, "MessageSid"), status});
  report.address = std::string(FormField(form, "To"));
  if (!absl::SimpleHexAtoi(FormField(query, "send_id"), &report.send_id)) report.send_id = 0;
  if (status == "delivered") {
    report.kind = FeedbackKind::kDelivered;
  } else if (status == "read") {
    report.kind = FeedbackKind::kOpened;
  } else if (status == "undelivered" || status == "failed") {
    const absl::string_view code = FormField(form, "ErrorCode");
    std::int64_t number = 0;
    if (!absl::SimpleAtoi(code, &number)) number = 0;
    const journey::AttemptResult result = TwilioCodeResult(number);
    const bool stopped = result == journey::AttemptResult::kComplaint;
    report.kind = stopped ? FeedbackKind::kUnsubscribed : FeedbackKind::kBounced;
    report.permanent = result == journey::AttemptResult::kDeadAddress;
    report.detail = ReplyText(absl::StrCat("Twilio ", status, " ", code));
  } else {
    return {};
  }
  return {std::move(report)};
}

// A message that came in. Twilio itself knows some words to stop by, which the account may choose,
// and says so.
std::vector<Feedback> MessageReports(const FormFields& form) {
  Feedback reply;
  reply.channel = customer::Channel::kSms;
  reply.kind = FeedbackKind::kReplied;
  reply.id = InboundId("twilio", {FormField(form, "MessageSid"), "received"});
  reply.address = std::string(FormField(form, "From"));
  reply.text = WrittenText(FormField(form, "Body"), "media");
  std::vector<Feedback> reports;
  if (FormField(form, "OptOutType") == "STOP") {
    Feedback stop = reply;
    stop.kind = FeedbackKind::kUnsubscribed;
    stop.id = InboundId("twilio", {FormField(form, "MessageSid"), "stop"});
    stop.text.clear();
    reports.push_back(std::move(stop));
  }
  reports.push_back(std::move(reply));
  return reports;
}

}  // namespace

TwilioInbound::TwilioInbound(std::string public_url, std::shared_ptr<SecretFile> auth_tokens)
    : public_url_(std::move(public_url)), auth_tokens_(std::move(auth_tokens)) {}

messages::InboundReading TwilioInbound::Read(const messages::WebRequest& request,
                                             absl::Time /*now*/) {
  if (request.method != "POST") return RefuseMethod("POST");
  if (!absl::StartsWithIgnoreCase(request.Header("content-type"),
                                  "application/x-www-form-urlencoded")) {
    return Refuse(415, "expected application/x-www-form-urlencoded");
  }
  const FormFields form = base::ParseForm(request.body, kFieldsMax);
  const std::string text = SignedText(
      request.query.empty() ? public_url_ : absl::StrCat(public_url_, "?", request.query), form);
  bool is_signed = false;
  for (const std::string& token : auth_tokens_->Get()) {
    is_signed |= EqualInConstantTime(request.Header("x-twilio-signature"),
                                     absl::Base64Escape(HmacSha1(token, text)));
  }
  if (!is_signed) {
    return Refuse(403, "X-Twilio-Signature does not fit the auth token, public_url and fields");
  }
  if (FormField(form, "MessageSid").empty()) return Refuse(400, "expected the field MessageSid");
  messages::InboundReading reading;
  if (FormField(form, "MessageStatus").empty()) {
    reading.reports = MessageReports(form);
    // TwiML that answers nothing.
    reading.reply.type = "text/xml; charset=utf-8";
    reading.reply.body = "<Response/>";
  } else {
    reading.reports = StatusReports(form, base::ParseForm(request.query, kFieldsMax));
    reading.reply.status = 204;
    reading.reply.type.clear();
  }
  return reading;
}

}  // namespace usher::provider
