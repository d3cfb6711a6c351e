#include "ingest/feedback_check.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "cel/utf8.h"
#include "customer/normal_address.h"
#include "ingest/event_check.h"

namespace usher::ingest {
namespace {

using customer::Channel;
using customer::FeedbackKind;

constexpr std::size_t kIdMax = 128;
constexpr std::size_t kAddressMax = 4096;  // a browser's subscription is long
constexpr std::size_t kCategoryMax = 64;
constexpr std::size_t kLinkMax = 2048;
constexpr std::size_t kTextMax = 4096;
constexpr std::size_t kDetailMax = 512;
constexpr std::size_t kSendIdDigits = 16;

class Check {
 public:
  Check(const messages::Feedback& feedback, absl::Time now) : feedback_(feedback), now_(now) {}

  std::variant<CheckedFeedback, Violation> Run() {
    CheckText(feedback_.id, kIdMax, "id", &violations_);
    CheckWho();
    Bounded(feedback_.address, kAddressMax, "address");
    Bounded(feedback_.category, kCategoryMax, "category");
    Bounded(feedback_.link, kLinkMax, "link");
    Bounded(feedback_.detail, kDetailMax, "detail");
    CheckPart(FeedbackKind::kUnsubscribed, feedback_.category, "category", "an unsubscription");
    CheckPart(FeedbackKind::kClicked, feedback_.link, "link", "a click");
    CheckPart(FeedbackKind::kReplied, feedback_.text, "text", "a reply");
    CheckBounce();
    CheckReply();
    CheckUtf8();
    if (!violations_.empty()) return violations_.front();
    return Convert();
  }

 private:
  void Fail(const char* field, std::string what) {
    violations_.push_back({field, std::move(what)});
  }

  void CheckWho() {
    if (!feedback_.customer_id.empty() || !feedback_.anonymous_id.empty()) {
      checked_.customer =
          CheckCustomer(feedback_.customer_id, feedback_.anonymous_id, &violations_);
      return;
    }
    if (feedback_.address.empty()) {
      Fail("customer_id", "give a customer_id, an anonymous_id or an address");
    } else if (!customer::IsTwoWay(feedback_.channel)) {
      Fail("customer_id",
           "give a customer_id or an anonymous_id: only on sms, whatsapp and chat the address says "
           "who it is");
    }
  }

  // Control characters are for texts alone.
  void Bounded(const std::string& value, std::size_t max, const char* field) {
    if (!value.empty()) CheckText(value, max, field, &violations_);
  }

  void CheckPart(FeedbackKind kind, const std::string& value, const char* field,
                 const char* whose) {
    if (feedback_.kind != kind && !value.empty()) {
      Fail(field, absl::StrCat("belongs to ", whose, " alone"));
    }
  }

  void CheckBounce() {
    if (!feedback_.permanent) return;
    if (feedback_.kind != FeedbackKind::kBounced) {
      Fail("permanent", "belongs to a bounce alone");
    } else if (feedback_.address.empty()) {
      Fail("address", "must be given for a permanent bounce: it is the one that is dead");
    }
  }

  void CheckReply() {
    if (feedback_.kind != FeedbackKind::kReplied) return;
    if (feedback_.text.empty() || feedback_.text.size() > kTextMax) {
      Fail("text",
           absl::StrCat("has ", feedback_.text.size(), " bytes; must have 1 to ", kTextMax));
    }
    if (feedback_.channel == Channel::kNone && feedback_.send_id == 0) {
      Fail("channel", "must be given for a reply that names no message");
    }
  }

  // Providers' callbacks may hold anything.
  void CheckUtf8() {
    const std::pair<const char*, const std::string*> fields[] = {
        {"id", &feedback_.id},
        {"customer_id", &feedback_.customer_id},
        {"anonymous_id", &feedback_.anonymous_id},
        {"address", &feedback_.address},
        {"category", &feedback_.category},
        {"link", &feedback_.link},
        {"text", &feedback_.text},
        {"detail", &feedback_.detail}};
    for (const auto& [field, value] : fields) {
      if (!cel::IsUtf8(*value)) Fail(field, "must be UTF-8");
    }
  }

  CheckedFeedback Convert() {
    journey::FeedbackInput& input = checked_.input;
    input.id = feedback_.id;
    input.kind = feedback_.kind;
    input.channel = feedback_.channel;
    input.address = customer::AddressOfSender(feedback_.channel, feedback_.address);
    input.send_id = feedback_.send_id;
    const bool has_time =
        feedback_.at > absl::UnixEpoch() && feedback_.at <= now_ + absl::Minutes(10);
    input.at = has_time ? absl::FromUnixMillis(absl::ToUnixMillis(feedback_.at)) : now_;
    input.permanent = feedback_.permanent;
    input.category = feedback_.category;
    input.link = feedback_.link;
    input.text = feedback_.text;
    input.detail = feedback_.detail;
    // Neither time nor the provider's words: some report the same thing in others.
    input.payload_hash = static_cast<std::uint32_t>(base::HashFields(
        {absl::StrCat(static_cast<int>(input.kind)), absl::StrCat(static_cast<int>(input.channel)),
         absl::StrCat(input.send_id), input.permanent ? "1" : "0", input.category, input.link,
         input.text}));
    return std::move(checked_);
  }

  const messages::Feedback& feedback_;
  const absl::Time now_;
  std::vector<Violation> violations_;
  CheckedFeedback checked_;
};

std::optional<Violation> ReadTime(const v1::Feedback& proto, absl::Time now, absl::Time* at) {
  if (!proto.has_time()) return std::nullopt;
  std::vector<Violation> violations;
  if (const auto time = CheckTime(proto.time(), "time", now, &violations)) {
    *at = *time;
    return std::nullopt;
  }
  return violations.front();
}

std::optional<Violation> ReadSendId(const std::string& text, std::uint64_t* send_id) {
  if (text.empty()) return std::nullopt;
  if (text.size() == kSendIdDigits && absl::SimpleHexAtoi(text, send_id)) return std::nullopt;
  return Violation{"send_id", absl::StrCat("\"", text.substr(0, 40), "\": must be ", kSendIdDigits,
                                           " hexadecimal digits, as providers are given it")};
}

std::optional<Violation> ReadNamed(const v1::Feedback& proto, const ReadToken& read_token,
                                   messages::Feedback* feedback) {
  if (proto.token().empty()) return std::nullopt;
  if (!proto.customer_id().empty() || !proto.anonymous_id().empty() || !proto.send_id().empty() ||
      proto.channel() != v1::CHANNEL_UNSPECIFIED) {
    return Violation{"token", "names customer, message and channel, which must be left out then"};
  }
  absl::StatusOr<messages::Feedback> named =
      absl::NotFoundError("mails of this gateway have no tokens");
  if (read_token != nullptr) named = read_token(proto.token());
  if (!named.ok()) {
    return Violation{"token", absl::StrCat(named.status().message(),
                                           ": must be what the header Usher-Message says")};
  }
  feedback->customer_id = named->customer_id;
  feedback->anonymous_id = named->anonymous_id;
  feedback->send_id = named->send_id;
  feedback->channel = named->channel;
  return std::nullopt;
}

}  // namespace

std::variant<CheckedFeedback, Violation> CheckFeedback(const messages::Feedback& feedback,
                                                       absl::Time now) {
  return Check(feedback, now).Run();
}

std::variant<CheckedFeedback, Violation> CheckFeedback(const v1::Feedback& proto, absl::Time now,
                                                       const ReadToken& read_token) {
  if (proto.kind() == v1::FEEDBACK_KIND_UNSPECIFIED || !v1::FeedbackKind_IsValid(proto.kind())) {
    return Violation{"kind", absl::StrCat(static_cast<int>(proto.kind()),
                                          ": must be a kind of feedback, such as "
                                          "FEEDBACK_KIND_DELIVERED")};
  }
  if (!v1::Channel_IsValid(proto.channel())) {
    return Violation{"channel", absl::StrCat(static_cast<int>(proto.channel()),
                                             ": must be a channel, such as CHANNEL_SMS")};
  }
  messages::Feedback feedback;
  feedback.id = proto.id();
  feedback.kind = static_cast<FeedbackKind>(static_cast<int>(proto.kind()) - 1);
  feedback.customer_id = proto.customer_id();
  feedback.anonymous_id = proto.anonymous_id();
  feedback.address = proto.address();
  feedback.channel = static_cast<Channel>(proto.channel());
  feedback.permanent = proto.permanent();
  feedback.category = proto.category();
  feedback.link = proto.link();
  feedback.text = proto.text();
  feedback.detail = proto.detail();
  if (auto wrong = ReadSendId(proto.send_id(), &feedback.send_id)) return *std::move(wrong);
  if (auto wrong = ReadNamed(proto, read_token, &feedback)) return *std::move(wrong);
  if (auto wrong = ReadTime(proto, now, &feedback.at)) return *std::move(wrong);
  return CheckFeedback(feedback, now);
}

}  // namespace usher::ingest
