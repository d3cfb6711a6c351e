#include "channel/policy_loader.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/repeated_field.h"

#include "channel/quiet_hours.h"

namespace usher::channel {
namespace {

namespace v1 = usher::v1;

constexpr int kCapsMax = 32;
constexpr int kQuietHoursMax = 16;
constexpr std::size_t kClassesMax = 64;
constexpr std::size_t kCountriesMax = 300;
constexpr std::uint32_t kMaxMax = 1000;
constexpr std::size_t kNameLengthMax = 64;
constexpr absl::Duration kWindowMin = absl::Seconds(1);
// Contacts are kept a little longer.
constexpr absl::Duration kWindowMax = absl::Hours(31 * 24);

std::string DurationText(absl::Duration duration) {
  const std::int64_t hours = absl::ToInt64Hours(duration);
  if (hours > 24 && duration == absl::Hours(hours) && hours % 24 == 0) {
    return absl::StrCat(hours / 24, "d");
  }
  return absl::FormatDuration(duration);
}

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

std::string ChannelsText(const ChannelSet& channels) {
  if (channels.all()) return "all";
  std::string text;
  for (const customer::Channel channel : customer::kAllChannels) {
    if (!channels.Has(channel)) continue;
    absl::StrAppend(&text, text.empty() ? "" : "+", customer::ChannelName(channel));
  }
  return text;
}

std::string DefaultName(const Cap& cap) {
  const std::string window = cap.window == CapWindow::kDay     ? "day"
                             : cap.window == CapWindow::kWeek  ? "week"
                             : cap.window == CapWindow::kMonth ? "month"
                                                               : DurationText(cap.per);
  return absl::StrCat(ChannelsText(cap.channels), cap.category.empty() ? "" : "-", cap.category,
                      cap.journey.empty() ? "" : "-", cap.journey, "-", cap.max, "-per-", window);
}

// The keys of a protobuf map, sorted, so that problems come in the same order every time.
template <class Map>
std::vector<std::string> SortedKeys(const Map& map) {
  std::vector<std::string> keys;
  for (const auto& entry : map) keys.push_back(entry.first);
  std::sort(keys.begin(), keys.end());
  return keys;
}

class Loader {
 public:
  Loader(const v1::Policy& proto, std::vector<PolicyProblem>& problems)
      : proto_(proto), problems_(problems) {}

  Policy Load() {
    policy_.name = proto_.policy();
    CheckName("policy", policy_.name);
    LoadZones();
    LoadClasses();
    LoadCaps();
    LoadGap();
    LoadQuietHours();
    LoadConsent();
    return std::move(policy_);
  }

 private:
  void Add(std::string field, std::string message) {
    problems_.push_back({std::move(field), std::move(message)});
  }

  void CheckName(const std::string& field, absl::string_view name) {
    if (name.empty()) return Add(field, "missing: must be a name");
    if (name.size() > kNameLengthMax) {
      return Add(field, absl::StrCat(name.size(), " bytes: must be at most ", kNameLengthMax));
    }
    if (std::any_of(name.begin(), name.end(),
                    [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); })) {
      Add(field, "must not contain control characters");
    }
  }

  void CheckCount(const std::string& field, std::size_t count, std::size_t max) {
    if (count > max) Add(field, absl::StrCat(count, " entries: must be at most ", max));
  }

  Zone LoadNamedZone(const std::string& field, const std::string& name) {
    const Zone zone = LoadZone(name);
    if (!zone.has_value()) {
      Add(field, absl::StrCat(name,
                              ": no such time zone; must be a name of the tz database, such as "
                              "Europe/Berlin"));
    }
    return zone;
  }

  void LoadZones() {
    if (!proto_.default_zone().empty()) {
      policy_.default_zone = LoadNamedZone("default_zone", proto_.default_zone());
    }
    CheckCount("country_zones", proto_.country_zones().size(), kCountriesMax);
    for (const std::string& country : SortedKeys(proto_.country_zones())) {
      const std::string field = absl::StrCat("country_zones.", country);
      if (!IsCountryCode(country)) {
        Add(field, absl::StrCat(country,
                                ": must be a country code of two upper-case letters, such as DE"));
      }
      const Zone zone = LoadNamedZone(field, proto_.country_zones().at(country));
      if (zone.has_value()) policy_.country_zones.emplace(country, *zone);
    }
  }

  void LoadClasses() {
    CheckCount("classes", proto_.classes().size(), kClassesMax);
    for (const std::string& category : SortedKeys(proto_.classes())) {
      CheckName(absl::StrCat("classes.", category), category);
      const v1::Class& listed = proto_.classes().at(category);
      policy_.classes.emplace(category, Class{.ignores_caps = listed.ignores_caps(),
                                              .ignores_quiet_hours = listed.ignores_quiet_hours(),
                                              .uncounted = listed.uncounted(),
                                              .ignores_consent = listed.ignores_consent()});
    }
  }

  ChannelSet LoadChannels(const std::string& field,
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
  absl::Duration LoadDuration(const std::string& field, const google::protobuf::Duration& proto) {
    const absl::Duration duration =
        absl::Seconds(proto.seconds()) + absl::Nanoseconds(proto.nanos());
    if (duration < kWindowMin || duration > kWindowMax ||
        duration != absl::Trunc(duration, absl::Milliseconds(1))) {
      Add(field,
          absl::StrCat(DurationText(duration), ": must be 1s to 31d, in whole milliseconds"));
    }
    return duration;
  }

  void LoadWindow(const std::string& field, const v1::Cap& proto, Cap& cap) {
    if (proto.has_per()) {
      cap.window = CapWindow::kRolling;
      cap.per = LoadDuration(absl::StrCat(field, ".per"), proto.per());
    } else if (proto.per_calendar() == v1::CALENDAR_WINDOW_DAY) {
      cap.window = CapWindow::kDay;
    } else if (proto.per_calendar() == v1::CALENDAR_WINDOW_WEEK) {
      cap.window = CapWindow::kWeek;
    } else if (proto.per_calendar() == v1::CALENDAR_WINDOW_MONTH) {
      cap.window = CapWindow::kMonth;
    } else if (proto.window_case() == v1::Cap::kPerCalendar) {
      Add(absl::StrCat(field, ".per_calendar"),
          absl::StrCat(proto.per_calendar(), ": must be day, week or month"));
    } else {
      Add(field, "window missing: must have per, such as 24h, or per_calendar: day, week or month");
    }
  }

  void LoadCap(const std::string& field, const v1::Cap& proto) {
    Cap cap;
    cap.max = proto.max();
    cap.category = proto.category();
    cap.journey = proto.journey();
    if (!cap.journey.empty()) CheckName(absl::StrCat(field, ".journey"), cap.journey);
    if (cap.max < 1 || cap.max > kMaxMax) {
      Add(absl::StrCat(field, ".max"), absl::StrCat(cap.max, ": must be 1 to ", kMaxMax));
    }
    LoadWindow(field, proto, cap);
    cap.channels = LoadChannels(field, proto.channels());
    if (!cap.category.empty()) {
      const std::string category_field = absl::StrCat(field, ".category");
      CheckName(category_field, cap.category);
      const Class& category = ClassOf(policy_, cap.category);
      if (category.ignores_caps || category.uncounted) {
        Add(category_field,
            absl::StrCat(cap.category, ": the cap would hold nothing, as this category ",
                         category.ignores_caps ? "ignores caps" : "is uncounted",
                         "; must be another, or be listed in classes without that"));
      }
    }
    cap.name = proto.name().empty() ? DefaultName(cap) : proto.name();
    if (!proto.name().empty()) CheckName(absl::StrCat(field, ".name"), cap.name);
    for (std::size_t i = 0; i < policy_.caps.size(); ++i) {
      if (policy_.caps[i].name == cap.name) {
        Add(absl::StrCat(field, ".name"),
            absl::StrCat(cap.name, ": must differ from the name of caps[", i, "]"));
      }
    }
    policy_.caps.push_back(std::move(cap));
  }

  void LoadCaps() {
    CheckCount("caps", static_cast<std::size_t>(proto_.caps_size()), kCapsMax);
    for (int i = 0; i < std::min(proto_.caps_size(), kCapsMax); ++i) {
      LoadCap(absl::StrCat("caps[", i, "]"), proto_.caps(i));
    }
  }

  void LoadGap() {
    const google::protobuf::Duration& gap = proto_.minimum_gap();
    if (gap.seconds() == 0 && gap.nanos() == 0) return;
    policy_.minimum_gap = LoadDuration("minimum_gap", gap);
  }

  std::optional<int> LoadTimeOfDay(const std::string& field, const std::string& text) {
    const std::optional<int> minute = ParseTimeOfDay(text);
    if (!minute.has_value()) {
      Add(field, text.empty() ? "missing: must be a time of day, such as 21:00"
                              : absl::StrCat(text, ": must be a time of day from 00:00 to 23:59"));
    }
    return minute;
  }

  void LoadQuietRule(const std::string& field, const v1::QuietHours& proto) {
    const ChannelSet channels = LoadChannels(field, proto.channels());
    const std::optional<int> from = LoadTimeOfDay(absl::StrCat(field, ".from"), proto.from());
    const std::optional<int> to = LoadTimeOfDay(absl::StrCat(field, ".to"), proto.to());
    if (!from.has_value() || !to.has_value()) return;
    if (*from == *to) {
      return Add(absl::StrCat(field, ".to"),
                 absl::StrCat(proto.to(), ": must differ from the time in from"));
    }
    policy_.quiet_hours.push_back({.name = absl::StrCat(proto.from(), "-", proto.to()),
                                   .channels = channels,
                                   .from = *from,
                                   .to = *to});
  }

  void LoadQuietHours() {
    CheckCount("quiet_hours", static_cast<std::size_t>(proto_.quiet_hours_size()), kQuietHoursMax);
    for (int i = 0; i < std::min(proto_.quiet_hours_size(), kQuietHoursMax); ++i) {
      LoadQuietRule(absl::StrCat("quiet_hours[", i, "]"), proto_.quiet_hours(i));
    }
    for (const customer::Channel channel : customer::kAllChannels) {
      if (LeavesTime(policy_.quiet_hours, channel)) continue;
      Add("quiet_hours", absl::StrCat(customer::ChannelName(channel),
                                      ": must leave some time of the day to this channel"));
    }
  }

  void LoadConsent() {
    switch (proto_.consent()) {
      case v1::CONSENT_MODE_UNSPECIFIED:
      case v1::CONSENT_MODE_OPT_IN:
        policy_.consent = ConsentMode::kOptIn;
        return;
      case v1::CONSENT_MODE_OPT_OUT:
        policy_.consent = ConsentMode::kOptOut;
        return;
      default:
        Add("consent",
            absl::StrFormat("%d: must be opt_in or opt_out", static_cast<int>(proto_.consent())));
    }
  }

  const v1::Policy& proto_;
  std::vector<PolicyProblem>& problems_;
  Policy policy_;
};

}  // namespace

std::optional<Policy> LoadPolicy(const v1::Policy& proto, std::vector<PolicyProblem>& problems) {
  const std::size_t problems_before = problems.size();
  Policy policy = Loader(proto, problems).Load();
  if (problems.size() > problems_before) return std::nullopt;
  return policy;
}

}  // namespace usher::channel
