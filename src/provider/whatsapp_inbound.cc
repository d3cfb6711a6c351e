#include "provider/whatsapp_inbound.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "provider/api_answer.h"
#include "provider/inbound_report.h"
#include "provider/phone_number.h"
#include "provider/reply_text.h"
#include "provider/whatsapp_outcome.h"

namespace usher::provider {
namespace {

using messages::Feedback;
using messages::FeedbackKind;

// Numbers come without the plus.
std::string NumberAt(const base::Value& value, absl::string_view name) {
  return PhoneNumber(absl::StrCat("+", TextAt(value, {name})));
}

Feedback ReportOf(const base::Value& value, absl::string_view what) {
  Feedback report;
  report.channel = customer::Channel::kWhatsapp;
  report.id = InboundId("whatsapp", {TextAt(value, {"id"}), what});
  report.at = SecondsAt(value, "timestamp");
  return report;
}

void SetFailure(const base::Value& status, Feedback* report) {
  report->kind = FeedbackKind::kBounced;
  const base::Value::List& errors = ListAt(status, "errors");
  if (errors.empty()) return;
  const std::int64_t code = IntAt(errors.front(), {"code"});
  const journey::AttemptResult result = WhatsappCodeResult(code);
  if (result == journey::AttemptResult::kComplaint) report->kind = FeedbackKind::kUnsubscribed;
  report->permanent = result == journey::AttemptResult::kDeadAddress;
  report->detail =
      ReplyText(absl::StrCat("WhatsApp ", code, " ", TextAt(errors.front(), {"title"})));
}

void AppendStatus(const base::Value& status, std::vector<Feedback>* reports) {
  const std::string what = TextAt(status, {"status"});
  Feedback report = ReportOf(status, what);
  report.address = NumberAt(status, "recipient_id");
  if (!absl::SimpleHexAtoi(TextAt(status, {"biz_opaque_callback_data"}), &report.send_id)) {
    report.send_id = 0;
  }
  if (what == "delivered") {
    report.kind = FeedbackKind::kDelivered;
  } else if (what == "read") {
    report.kind = FeedbackKind::kOpened;
  } else if (what == "failed") {
    SetFailure(status, &report);
  } else {
    return;
  }
  reports->push_back(std::move(report));
}

// What the customer wrote or chose; "" where there are no words.
std::string Words(const base::Value& message) {
  for (const auto path : {std::initializer_list<absl::string_view>{"text", "body"},
                          std::initializer_list<absl::string_view>{"button", "text"},
                          std::initializer_list<absl::string_view>{"reaction", "emoji"},
                          std::initializer_list<absl::string_view>{"image", "caption"},
                          std::initializer_list<absl::string_view>{"video", "caption"},
                          std::initializer_list<absl::string_view>{"document", "caption"}}) {
    std::string text = TextAt(message, path);
    if (!text.empty()) return text;
  }
  const std::string button = TextAt(message, {"interactive", "button_reply", "title"});
  return button.empty() ? TextAt(message, {"interactive", "list_reply", "title"}) : button;
}

void AppendMessage(const base::Value& message, std::vector<Feedback>* reports) {
  const std::string type = TextAt(message, {"type"});
  // A notice of the platform, such as that a number changed.
  if (type == "system") return;
  Feedback report = ReportOf(message, "received");
  report.kind = FeedbackKind::kReplied;
  report.address = NumberAt(message, "from");
  report.text = WrittenText(Words(message), type);
  reports->push_back(std::move(report));
}

}  // namespace

std::vector<Feedback> ReadWhatsappWebhook(const base::Value& body,
                                          const std::string& phone_number_id) {
  std::vector<Feedback> reports;
  for (const base::Value& entry : ListAt(body, "entry")) {
    for (const base::Value& change : ListAt(entry, "changes")) {
      const base::Value* value = change.Find("value");
      if (value == nullptr || TextAt(*value, {"metadata", "phone_number_id"}) != phone_number_id) {
        continue;
      }
      for (const base::Value& status : ListAt(*value, "statuses")) AppendStatus(status, &reports);
      for (const base::Value& message : ListAt(*value, "messages")) {
        AppendMessage(message, &reports);
      }
    }
  }
  return reports;
}

}  // namespace usher::provider
