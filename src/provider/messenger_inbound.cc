#include "provider/messenger_inbound.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "provider/api_answer.h"
#include "provider/inbound_report.h"

namespace usher::provider {
namespace {

using messages::Feedback;
using messages::FeedbackKind;

// Milliseconds since 1970.
absl::Time TimeOf(const base::Value& event) {
  const std::int64_t milliseconds = IntAt(event, {"timestamp"});
  return milliseconds > 0 ? absl::FromUnixMillis(milliseconds) : absl::InfinitePast();
}

Feedback ReportOf(const base::Value& event, FeedbackKind kind) {
  Feedback report;
  report.channel = customer::Channel::kChat;
  report.kind = kind;
  report.address = TextAt(event, {"sender", "id"});
  report.at = TimeOf(event);
  return report;
}

void AppendWritten(const base::Value& event, std::vector<Feedback>* reports) {
  const base::Value* message = event.Find("message");
  const base::Value* postback = event.Find("postback");
  if (message != nullptr) {
    const base::Value* echo = message->Find("is_echo");
    if (echo != nullptr && echo->as_bool() != nullptr && *echo->as_bool()) return;
  }
  const base::Value* written = message != nullptr ? message : postback;
  if (written == nullptr) return;
  Feedback report = ReportOf(event, FeedbackKind::kReplied);
  report.id = InboundId("messenger", {TextAt(*written, {"mid"}), report.address,
                                      absl::StrCat(IntAt(event, {"timestamp"})), "received"});
  report.text = WrittenText(TextAt(*written, {message != nullptr ? "text" : "title"}),
                            message != nullptr ? "attachment" : "button");
  reports->push_back(std::move(report));
}

// Named one by one, but for old clients that tell a watermark alone.
void AppendDelivered(const base::Value& event, std::vector<Feedback>* reports) {
  const base::Value* delivery = event.Find("delivery");
  if (delivery == nullptr) return;
  for (const base::Value& mid : ListAt(*delivery, "mids")) {
    if (mid.as_string() == nullptr) continue;
    Feedback report = ReportOf(event, FeedbackKind::kDelivered);
    report.id = InboundId("messenger", {*mid.as_string(), "delivered"});
    reports->push_back(std::move(report));
  }
}

// All messages up to a time; which they are Messenger does not say.
void AppendRead(const base::Value& event, std::vector<Feedback>* reports) {
  const base::Value* read = event.Find("read");
  if (read == nullptr) return;
  Feedback report = ReportOf(event, FeedbackKind::kOpened);
  report.id =
      InboundId("messenger", {report.address, absl::StrCat(IntAt(*read, {"watermark"})), "read"});
  reports->push_back(std::move(report));
}

}  // namespace

std::vector<Feedback> ReadMessengerWebhook(const base::Value& body, const std::string& page_id) {
  std::vector<Feedback> reports;
  if (TextAt(body, {"object"}) != "page") return reports;
  for (const base::Value& entry : ListAt(body, "entry")) {
    for (const base::Value& event : ListAt(entry, "messaging")) {
      if (TextAt(event, {"recipient", "id"}) != page_id) continue;
      AppendWritten(event, &reports);
      AppendDelivered(event, &reports);
      AppendRead(event, &reports);
    }
  }
  return reports;
}

}  // namespace usher::provider
