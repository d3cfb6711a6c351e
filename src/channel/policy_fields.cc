#include "channel/policy_fields.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "usher/v1/channel.pb.h"

namespace usher::channel {
namespace {

constexpr std::size_t kNameLengthMax = 64;

// Two digits each, such as 08:00; nothing if it is no time of day.
std::optional<int> ParseTimeOfDay(absl::string_view text) {
  const auto digit = [text](std::size_t at) {
    return absl::ascii_isdigit(static_cast<unsigned char>(text[at])) ? text[at] - '0' : 100;
  };
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const int hours = digit(0) * 10 + digit(1);
  const int minutes = digit(3) * 10 + digit(4);
  if (hours > 23 || minutes > 59) return std::nullopt;
  return hours * 60 + minutes;
}

bool IsCountryCode(absl::string_view code) {
  return code.size() == 2 && std::all_of(code.begin(), code.end(), [](char c) {
           return absl::ascii_isupper(static_cast<unsigned char>(c));
         });
}

}  // namespace

std::string DurationText(absl::Duration duration) {
  const std::int64_t hours = absl::ToInt64Hours(duration);
  if (hours > 24 && duration == absl::Hours(hours) && hours % 24 == 0) {
    return absl::StrCat(hours / 24, "d");
  }
  return absl::FormatDuration(duration);
}

void PolicyFields::CheckName(const std::string& field, absl::string_view name) {
  if (name.empty()) return Add(field, "missing: must be a name");
  if (name.size() > kNameLengthMax) {
    return Add(field, absl::StrCat(name.size(), " bytes: must be at most ", kNameLengthMax));
  }
  if (std::any_of(name.begin(), name.end(),
                  [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); })) {
    Add(field, "must not contain control characters");
  }
}

void PolicyFields::CheckCount(const std::string& field, std::size_t count, std::size_t max) {
  if (count > max) Add(field, absl::StrCat(count, " entries: must be at most ", max));
}

void PolicyFields::CheckCountry(const std::string& field, absl::string_view country) {
  if (IsCountryCode(country)) return;
  Add(field,
      absl::StrCat(country, ": must be a country code of two upper-case letters, such as DE"));
}

ChannelSet PolicyFields::ReadChannels(const std::string& field,
                                      const google::protobuf::RepeatedField<int>& channels) {
  ChannelSet set;
  for (int i = 0; i < channels.size(); ++i) {
    if (channels[i] <= v1::CHANNEL_UNSPECIFIED || !v1::Channel_IsValid(channels[i])) {
      Add(absl::StrCat(field, ".channels[", i, "]"),
          absl::StrCat(channels[i], ": must be a channel, such as sms"));
      continue;
    }
    set.Add(static_cast<customer::Channel>(channels[i]));
  }
  return set;
}

// Times are kept in milliseconds; a finer window would end between two of them.
absl::Duration PolicyFields::ReadDuration(const std::string& field,
                                          const google::protobuf::Duration& proto,
                                          absl::Duration min, absl::Duration max) {
  const absl::Duration duration = absl::Seconds(proto.seconds()) + absl::Nanoseconds(proto.nanos());
  if (duration < min || duration > max ||
      duration != absl::Trunc(duration, absl::Milliseconds(1))) {
    Add(field, absl::StrCat(DurationText(duration), ": must be ", DurationText(min), " to ",
                            DurationText(max), ", in whole milliseconds"));
  }
  return duration;
}

std::optional<int> PolicyFields::ReadTimeOfDay(const std::string& field, const std::string& text) {
  const std::optional<int> minute = ParseTimeOfDay(text);
  if (!minute.has_value()) {
    Add(field, text.empty() ? "missing: must be a time of day, such as 21:00"
                            : absl::StrCat(text, ": must be a time of day from 00:00 to 23:59"));
  }
  return minute;
}

}  // namespace usher::channel
