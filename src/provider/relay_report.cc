#include "provider/relay_report.h"

#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace usher::provider {
namespace {

using messages::Feedback;
using messages::FeedbackKind;

constexpr std::size_t kIdBytesMax = 128;
constexpr char kKinds[] =
    "delivered, opened, clicked, bounced, complained, unsubscribed or replied";

const std::map<absl::string_view, FeedbackKind>& Kinds() {
  static const auto* const kByName = new std::map<absl::string_view, FeedbackKind>{
      {"delivered", FeedbackKind::kDelivered},   {"opened", FeedbackKind::kOpened},
      {"clicked", FeedbackKind::kClicked},       {"bounced", FeedbackKind::kBounced},
      {"complained", FeedbackKind::kComplained}, {"unsubscribed", FeedbackKind::kUnsubscribed},
      {"replied", FeedbackKind::kReplied}};
  return *kByName;
}

const std::map<absl::string_view, std::string Feedback::*>& Texts() {
  static const auto* const kByName = new std::map<absl::string_view, std::string Feedback::*>{
      {"id", &Feedback::id},
      {"customer_id", &Feedback::customer_id},
      {"anonymous_id", &Feedback::anonymous_id},
      {"address", &Feedback::address},
      {"category", &Feedback::category},
      {"link", &Feedback::link},
      {"text", &Feedback::text},
      {"detail", &Feedback::detail}};
  return *kByName;
}

absl::Status Wrong(absl::string_view member, absl::string_view expected) {
  return absl::InvalidArgumentError(absl::StrCat(member, ": expected ", expected));
}

absl::Status ReadText(const std::string& member, const std::string& text, Feedback* report) {
  if (const auto found = Texts().find(member); found != Texts().end()) {
    report->*found->second = text;
    return absl::OkStatus();
  }
  if (member == "kind") {
    const auto kind = Kinds().find(text);
    if (kind == Kinds().end()) return Wrong(member, kKinds);
    report->kind = kind->second;
    return absl::OkStatus();
  }
  if (member == "channel") {
    const auto channel = customer::ChannelFromName(text);
    if (!channel) return Wrong(member, "the name of a channel, such as email");
    report->channel = *channel;
    return absl::OkStatus();
  }
  if (member == "send_id") {
    if (text.size() == 16 && absl::SimpleHexAtoi(text, &report->send_id)) return absl::OkStatus();
    return Wrong(member, "16 hexadecimal digits");
  }
  std::string error;
  if (member == "at") {
    if (absl::ParseTime(absl::RFC3339_full, text, &report->at, &error)) return absl::OkStatus();
    return Wrong(member, "a time such as 2026-03-02T10:00:00Z");
  }
  return absl::InvalidArgumentError(absl::StrCat(member.substr(0, 64), ": there is none"));
}

}  // namespace

absl::StatusOr<Feedback> ReadRelayReport(const base::Value& json, customer::Channel channel) {
  if (json.as_map() == nullptr) return absl::InvalidArgumentError("expected an object");
  Feedback report;
  report.channel = channel;
  for (const auto& [member, value] : *json.as_map()) {
    if (member == "permanent") {
      if (value.as_bool() == nullptr) return Wrong(member, "true or false");
      report.permanent = *value.as_bool();
      continue;
    }
    if (value.as_string() == nullptr) return Wrong(member.substr(0, 64), "a text");
    absl::Status status = ReadText(member, *value.as_string(), &report);
    if (!status.ok()) return status;
  }
  if (json.Find("kind") == nullptr) return Wrong("kind", kKinds);
  if (report.id.size() > kIdBytesMax) return Wrong("id", "at most 128 bytes");
  if (report.customer_id.empty() && report.anonymous_id.empty() && report.address.empty()) {
    return Wrong("customer_id", "this, anonymous_id or address");
  }
  return report;
}

}  // namespace usher::provider
