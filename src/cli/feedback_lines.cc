#include "cli/feedback_lines.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"

#include "base/json.h"
#include "base/nearest.h"
#include "cli/channel_name.h"
#include "cli/proto_time.h"

namespace usher::cli {
namespace {

constexpr absl::string_view kKindPrefix = "FEEDBACK_KIND_";

absl::Status Fault(absl::string_view member, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(member, ": ", what));
}

std::vector<std::string> KindNames() {
  std::vector<std::string> names;
  for (int i = v1::FeedbackKind_MIN + 1; i <= v1::FeedbackKind_MAX; ++i) {
    const absl::string_view name = v1::FeedbackKind_Name(i);
    names.push_back(absl::AsciiStrToLower(absl::StripPrefix(name, kKindPrefix)));
  }
  return names;
}

absl::Status SetKind(const std::string& name, v1::Feedback* feedback) {
  v1::FeedbackKind kind = v1::FEEDBACK_KIND_UNSPECIFIED;
  if (!v1::FeedbackKind_Parse(absl::StrCat(kKindPrefix, absl::AsciiStrToUpper(name)), &kind) ||
      kind == v1::FEEDBACK_KIND_UNSPECIFIED) {
    return Fault("kind",
                 absl::StrCat("\"", name, "\": must be one of ", absl::StrJoin(KindNames(), ", ")));
  }
  feedback->set_kind(kind);
  return absl::OkStatus();
}

absl::Status SetTime(const std::string& text, v1::Feedback* feedback) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
    return Fault("time",
                 absl::StrCat("\"", text, "\": must be a time such as ", "2026-03-02T10:00:00Z"));
  }
  *feedback->mutable_time() = ToProto(time);
  return absl::OkStatus();
}

absl::Status SetText(const std::string& name, const std::string& value, v1::Feedback* feedback) {
  if (name == "kind") return SetKind(value, feedback);
  if (name == "time") return SetTime(value, feedback);
  if (name == "channel") {
    const auto channel = ParseChannel(value);
    if (!channel.ok()) return Fault(name, channel.status().message());
    feedback->set_channel(*channel);
    return absl::OkStatus();
  }
  const auto* field = v1::Feedback::descriptor()->FindFieldByName(name);
  if (field == nullptr || field->type() != google::protobuf::FieldDescriptor::TYPE_STRING) {
    std::vector<std::string> names;
    for (int i = 0; i < v1::Feedback::descriptor()->field_count(); ++i) {
      names.push_back(v1::Feedback::descriptor()->field(i)->name());
    }
    const std::string nearest = base::Nearest(name, names);
    return Fault(name, field != nullptr
                           ? "must not be a JSON string"
                           : absl::StrCat("not a member of a report",
                                          nearest.empty() ? "" : "; did you mean ", nearest));
  }
  v1::Feedback::GetReflection()->SetString(feedback, field, value);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Feedback> ParseFeedbackLine(absl::string_view json) {
  const auto value = base::ParseJson(json);
  if (!value.ok()) return value.status();
  if (value->as_map() == nullptr) return absl::InvalidArgumentError("must be a JSON object");
  v1::Feedback feedback;
  for (const auto& [name, member] : *value->as_map()) {
    if (member.is_null()) continue;
    absl::Status status;
    if (name == "permanent" && member.as_bool() != nullptr) {
      feedback.set_permanent(*member.as_bool());
    } else if (name == "permanent") {
      status = Fault(name, "must be true or false");
    } else if (member.as_string() != nullptr) {
      status = SetText(name, *member.as_string(), &feedback);
    } else if (v1::Feedback::descriptor()->FindFieldByName(name) != nullptr) {
      status = Fault(name, "must be a JSON string");
    } else {
      status = SetText(name, "", &feedback);
    }
    if (!status.ok()) return status;
  }
  if (feedback.kind() == v1::FEEDBACK_KIND_UNSPECIFIED) {
    return Fault("kind",
                 absl::StrCat("missing; must be one of ", absl::StrJoin(KindNames(), ", ")));
  }
  return feedback;
}

}  // namespace usher::cli
