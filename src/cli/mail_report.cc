#include "cli/mail_report.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include <gmime/gmime.h>

#include "base/hash.h"
#include "cel/utf8.h"

namespace usher::cli {
namespace {

constexpr int kRecipientsMax = 100;
constexpr int kPartsMax = 20;
constexpr std::size_t kDetailBytesMax = 400;
constexpr std::size_t kTokenBytesMax = 8 * 1024;
// The mail that came back is only looked at for its headers.
constexpr std::size_t kHeadersBytesMax = 256 * 1024;

// Enhanced status codes (RFC 3463) that mean the address, and not the mail or the moment.
constexpr std::array<absl::string_view, 6> kDeadAddress = {"5.1.1", "5.1.2",  "5.1.3",
                                                           "5.1.6", "5.1.10", "5.2.1"};

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

std::string Text(const char* text) { return text == nullptr ? "" : text; }

// As it may stand in a report: UTF-8 on one line.
std::string Cleaned(absl::string_view text, std::size_t bytes_max) {
  std::string clean;
  for (const char c : text.substr(0, bytes_max)) {
    const auto byte = static_cast<unsigned char>(c);
    clean.push_back(byte < 0x20 || byte == 0x7F ? ' ' : c);
  }
  absl::RemoveExtraAsciiWhitespace(&clean);
  while (!clean.empty() && !cel::IsUtf8(clean)) clean.pop_back();
  return clean;
}

// "rfc822; ada@example.org" and the like.
std::string AfterType(absl::string_view value) {
  const std::size_t semicolon = value.find(';');
  if (semicolon != absl::string_view::npos) value.remove_prefix(semicolon + 1);
  return std::string(absl::StripAsciiWhitespace(value));
}

// The content of a part, decoded.
std::string ContentOf(GMimeObject* object) {
  if (!GMIME_IS_PART(object)) return "";
  GMimeDataWrapper* content = g_mime_part_get_content(GMIME_PART(object));
  if (content == nullptr) return "";
  const Owned<GMimeStream> memory(g_mime_stream_mem_new());
  g_mime_data_wrapper_write_to_stream(content, memory.get());
  const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
  if (bytes == nullptr || bytes->data == nullptr) return "";
  return {reinterpret_cast<const char*>(bytes->data),
          std::min<std::size_t>(bytes->len, kHeadersBytesMax)};
}

Owned<GMimeMessage> Parse(const std::string& bytes) {
  const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
  const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  return Owned<GMimeMessage>(g_mime_parser_construct_message(parser.get(), nullptr));
}

// Headers in groups, as in message/delivery-status: each group is parsed as the head of a mail.
class Fields {
 public:
  explicit Fields(absl::string_view text) : message_(Parse(absl::StrCat(text, "\r\n\r\n"))) {}
  std::string Get(const char* name) const {
    if (message_ == nullptr) return "";
    return Text(g_mime_object_get_header(GMIME_OBJECT(message_.get()), name));
  }

 private:
  Owned<GMimeMessage> message_;
};

std::vector<std::string> GroupsOf(const std::string& content) {
  std::vector<std::string> groups;
  std::string group;
  for (const absl::string_view line : absl::StrSplit(content, '\n')) {
    if (!absl::StripAsciiWhitespace(line).empty()) {
      absl::StrAppend(&group, line, "\n");
    } else if (!group.empty()) {
      groups.push_back(std::move(group));
      group.clear();
    }
  }
  if (!group.empty()) groups.push_back(std::move(group));
  return groups;
}

// The mail of ours that the report is about.
struct Original {
  std::string token;
  std::string to;  // whom it was addressed to; empty when not known
};

std::optional<Original> ReadOriginal(GMimeObject* headers) {
  const char* token = g_mime_object_get_header(headers, "Usher-Message");
  if (token == nullptr) return std::nullopt;
  Original original;
  for (const char c : absl::string_view(token).substr(0, kTokenBytesMax)) {
    if (!absl::ascii_isspace(static_cast<unsigned char>(c))) original.token.push_back(c);
  }
  if (original.token.empty()) return std::nullopt;
  InternetAddressList* list =
      internet_address_list_parse(nullptr, Text(g_mime_object_get_header(headers, "To")).c_str());
  if (list != nullptr) {
    if (internet_address_list_length(list) == 1) {
      InternetAddress* address = internet_address_list_get_address(list, 0);
      if (INTERNET_ADDRESS_IS_MAILBOX(address)) {
        original.to = Text(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)));
      }
    }
    g_object_unref(list);
  }
  return original;
}

// What a part says of the original: the mail itself, or its headers.
std::optional<Original> OriginalIn(GMimeObject* part) {
  if (GMIME_IS_MESSAGE_PART(part)) {
    GMimeMessage* message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
    return message == nullptr ? std::nullopt : ReadOriginal(GMIME_OBJECT(message));
  }
  GMimeContentType* type = g_mime_object_get_content_type(part);
  if (!g_mime_content_type_is_type(type, "text", "rfc822-headers") &&
      !g_mime_content_type_is_type(type, "message", "*")) {
    return std::nullopt;
  }
  const Owned<GMimeMessage> message = Parse(absl::StrCat(ContentOf(part), "\r\n\r\n"));
  return message == nullptr ? std::nullopt : ReadOriginal(GMIME_OBJECT(message.get()));
}

bool IsType(GMimeObject* part, const char* type, const char* subtype) {
  return g_mime_content_type_is_type(g_mime_object_get_content_type(part), type, subtype) != 0;
}

// x.y.z at the beginning of the text or after its first word, as in "550 5.1.1 no such user".
std::string StatusIn(absl::string_view text) {
  for (const absl::string_view word : absl::StrSplit(text, absl::ByAnyChar(" \t-;"))) {
    const std::vector<absl::string_view> numbers = absl::StrSplit(word, '.');
    const bool all = std::all_of(numbers.begin(), numbers.end(), [](absl::string_view number) {
      return !number.empty() && number.size() <= 3 &&
             std::all_of(number.begin(), number.end(),
                         [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
    });
    if (numbers.size() == 3 && all) return std::string(word);
  }
  return "";
}

v1::Feedback About(const Original& original, v1::FeedbackKind kind, absl::string_view what) {
  v1::Feedback feedback;
  feedback.set_kind(kind);
  feedback.set_token(original.token);
  const std::string hash = absl::StrCat(absl::Hex(
      base::HashFields({original.token, v1::FeedbackKind_Name(kind), what}), absl::kZeroPad16));
  feedback.set_id(absl::StrCat("mail-", hash));
  return feedback;
}

std::optional<v1::Feedback> ReadRecipient(const Fields& fields, const Original& original) {
  const std::string action =
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(fields.Get("Action")));
  if (action == "delivered") {
    return About(original, v1::FEEDBACK_KIND_DELIVERED, "");
  }
  if (action != "failed") return std::nullopt;
  const std::string diagnostic = AfterType(fields.Get("Diagnostic-Code"));
  std::string status = StatusIn(fields.Get("Status"));
  // Some say the exact status only in the words of the server that refused.
  if (status.empty() || absl::EndsWith(status, ".0.0")) {
    const std::string exact = StatusIn(diagnostic);
    if (!exact.empty()) status = exact;
  }
  const bool dead =
      std::find(kDeadAddress.begin(), kDeadAddress.end(), status) != kDeadAddress.end();
  std::string address = original.to;
  if (address.empty()) address = AfterType(fields.Get("Original-Recipient"));
  if (address.empty()) address = AfterType(fields.Get("Final-Recipient"));
  address = Cleaned(address, kDetailBytesMax);
  v1::Feedback bounce = About(original, v1::FEEDBACK_KIND_BOUNCED, status);
  bounce.set_permanent(dead && !address.empty());
  bounce.set_address(address);
  bounce.set_detail(Cleaned(diagnostic.empty() ? status : diagnostic, kDetailBytesMax));
  return bounce;
}

MailReports None(std::string why) { return {{}, std::move(why)}; }

MailReports ReadNotification(const std::string& content, const Original& original) {
  MailReports read;
  const std::vector<std::string> groups = GroupsOf(content);
  // The first group is about the mail as a whole.
  for (std::size_t i = 1; i < groups.size() && i <= kRecipientsMax; ++i) {
    auto report = ReadRecipient(Fields(groups[i]), original);
    const auto same = [&](const v1::Feedback& other) { return other.id() == report->id(); };
    if (report && std::none_of(read.reports.begin(), read.reports.end(), same)) {
      read.reports.push_back(*std::move(report));
    }
  }
  if (read.reports.empty()) read.why = "the notification tells of no end, such as failed";
  return read;
}

MailReports ReadComplaint(const std::string& content, const Original& original) {
  const Fields fields(content);
  const std::string type =
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(fields.Get("Feedback-Type")));
  if (type != "abuse" && type != "fraud") {
    return None(absl::StrCat("the report is no complaint but of type \"", Cleaned(type, 40), "\""));
  }
  MailReports read;
  read.reports.push_back(About(original, v1::FEEDBACK_KIND_COMPLAINED, type));
  read.reports.back().set_detail(
      Cleaned(absl::StrCat(type, " ", fields.Get("User-Agent")), kDetailBytesMax));
  return read;
}

}  // namespace

MailReports ReadMailReports(const std::string& mail) {
  static const bool kReady = [] {
    g_mime_init();
    return true;
  }();
  static_cast<void>(kReady);
  const Owned<GMimeMessage> message = Parse(mail);
  if (message == nullptr) return None("it is no mail");
  GMimeObject* body = g_mime_message_get_mime_part(message.get());
  if (body == nullptr || !GMIME_IS_MULTIPART(body) || !IsType(body, "multipart", "report")) {
    return None("it is no report");
  }
  GMimeMultipart* parts = GMIME_MULTIPART(body);
  GMimeObject* status = nullptr;
  GMimeObject* complaint = nullptr;
  std::optional<Original> original;
  for (int i = 0; i < std::min(g_mime_multipart_get_count(parts), kPartsMax); ++i) {
    GMimeObject* part = g_mime_multipart_get_part(parts, i);
    if (IsType(part, "message", "delivery-status") ||
        IsType(part, "message", "global-delivery-status")) {
      status = part;
    } else if (IsType(part, "message", "feedback-report")) {
      complaint = part;
    } else if (!original) {
      original = OriginalIn(part);
    }
  }
  if (status == nullptr && complaint == nullptr) {
    return None("it is neither a delivery status notification nor an abuse report");
  }
  if (!original) return None("it is not about a mail with the header Usher-Message");
  return status != nullptr ? ReadNotification(ContentOf(status), *original)
                           : ReadComplaint(ContentOf(complaint), *original);
}

}  // namespace usher::cli
