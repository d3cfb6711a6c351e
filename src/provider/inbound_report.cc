#include "provider/inbound_report.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "base/text_prefix.h"

namespace usher::provider {
namespace {

constexpr std::size_t kTextBytesMax = 4'096;
// Until the year 9999; beyond it times are no provider's.
constexpr std::int64_t kSecondsMax = 253'402'300'799;

}  // namespace

std::string InboundId(absl::string_view provider, std::initializer_list<absl::string_view> parts) {
  std::string all;
  for (const absl::string_view part : parts) absl::StrAppend(&all, part.size(), ":", part);
  const base::Digest digest = base::Hash128(all);
  return absl::StrCat(provider, ":", base::ToHex({digest.data(), digest.size()}));
}

messages::InboundReading Refuse(int status, const std::string& why) {
  messages::InboundReading reading;
  reading.reply.status = status;
  reading.reply.body = absl::StrCat(why, "\n");
  return reading;
}

messages::InboundReading RefuseMethod(const char* allowed) {
  messages::InboundReading reading = Refuse(405, absl::StrCat("expected ", allowed));
  reading.reply.headers = {{"Allow", allowed}};
  return reading;
}

absl::Time SecondsAt(const base::Value& value, absl::string_view name) {
  const base::Value* found = value.Find(name);
  std::int64_t seconds = 0;
  if (found != nullptr && found->as_int() != nullptr) {
    seconds = *found->as_int();
  } else if (found == nullptr || found->as_string() == nullptr ||
             !absl::SimpleAtoi(*found->as_string(), &seconds)) {
    return absl::InfinitePast();
  }
  if (seconds <= 0 || seconds > kSecondsMax) return absl::InfinitePast();
  return absl::FromUnixSeconds(seconds);
}

std::string WrittenText(absl::string_view text, absl::string_view otherwise) {
  if (text.empty()) return absl::StrCat("[", otherwise.substr(0, 32), "]");
  return std::string(base::TextPrefix(text, kTextBytesMax));
}

const base::Value::List& ListAt(const base::Value& value, absl::string_view name) {
  static const auto* const kNone = new base::Value::List();
  const base::Value* found = value.Find(name);
  return found != nullptr && found->as_list() != nullptr ? *found->as_list() : *kNone;
}

}  // namespace usher::provider
