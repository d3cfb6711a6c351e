#include "channel/policy_loader.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"

#include "channel/consent_loader.h"
#include "channel/conversation_loader.h"
#include "channel/engagement_loader.h"
#include "channel/policy_fields.h"
#include "channel/priority_loader.h"
#include "channel/quiet_hours_loader.h"

namespace usher::channel {
namespace {

namespace v1 = usher::v1;

constexpr int kCapsMax = 32;
constexpr std::size_t kClassesMax = 64;
constexpr std::size_t kTopicsMax = 8;
constexpr std::size_t kCountriesMax = 300;
constexpr std::uint32_t kMaxMax = 1000;
constexpr absl::Duration kWindowMin = absl::Seconds(1);
// Contacts are kept a little longer.
constexpr absl::Duration kWindowMax = absl::Hours(31 * 24);

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

class Loader {
 public:
  Loader(const v1::Policy& proto, std::vector<PolicyProblem>& problems)
      : proto_(proto), fields_(problems) {}

  Policy Load() {
    policy_.name = proto_.policy();
    fields_.CheckName("policy", policy_.name);
    LoadZones();
    LoadClasses();
    LoadCaps();
    LoadGap();
    LoadRepeat();
    LoadQuietHours(proto_, fields_, &policy_);
    LoadPriorities(proto_, fields_, &policy_);
    LoadConsent(proto_, fields_, &policy_);
    LoadEngagement(proto_, fields_, &policy_);
    LoadConversation(proto_, fields_, &policy_);
    return std::move(policy_);
  }

 private:
  Zone LoadNamedZone(const std::string& field, const std::string& name) {
    const Zone zone = LoadZone(name);
    if (!zone.has_value()) {
      fields_.Add(field,
                  absl::StrCat(name,
                               ": no such time zone; must be a name of the tz database, such as "
                               "Europe/Berlin"));
    }
    return zone;
  }

  void LoadZones() {
    if (!proto_.default_zone().empty()) {
      policy_.default_zone = LoadNamedZone("default_zone", proto_.default_zone());
    }
    fields_.CheckCount("country_zones", proto_.country_zones().size(), kCountriesMax);
    for (const std::string& country : SortedKeys(proto_.country_zones())) {
      const std::string field = absl::StrCat("country_zones.", country);
      fields_.CheckCountry(field, country);
      const Zone zone = LoadNamedZone(field, proto_.country_zones().at(country));
      if (zone.has_value()) policy_.country_zones.emplace(country, *zone);
    }
    policy_.default_country = proto_.default_country();
    if (!policy_.default_country.empty()) {
      fields_.CheckCountry("default_country", policy_.default_country);
    }
  }

  std::vector<std::string> LoadTopics(const std::string& category, const v1::Class& listed) {
    const std::string field = absl::StrCat("classes.", category, ".consent_topics");
    fields_.CheckCount(field, static_cast<std::size_t>(listed.consent_topics_size()), kTopicsMax);
    for (int i = 0; i < listed.consent_topics_size(); ++i) {
      fields_.CheckName(absl::StrCat(field, "[", i, "]"), listed.consent_topics(i));
    }
    return {listed.consent_topics().begin(), listed.consent_topics().end()};
  }

  void LoadClasses() {
    fields_.CheckCount("classes", proto_.classes().size(), kClassesMax);
    for (const std::string& category : SortedKeys(proto_.classes())) {
      fields_.CheckName(absl::StrCat("classes.", category), category);
      const v1::Class& listed = proto_.classes().at(category);
      policy_.classes.emplace(category, Class{.ignores_caps = listed.ignores_caps(),
                                              .ignores_quiet_hours = listed.ignores_quiet_hours(),
                                              .uncounted = listed.uncounted(),
                                              .ignores_consent = listed.ignores_consent(),
                                              .ignores_engagement = listed.ignores_engagement(),
                                              .consent_topics = LoadTopics(category, listed)});
    }
  }

  void LoadWindow(const std::string& field, const v1::Cap& proto, Cap& cap) {
    if (proto.has_per()) {
      cap.window = CapWindow::kRolling;
      cap.per =
          fields_.ReadDuration(absl::StrCat(field, ".per"), proto.per(), kWindowMin, kWindowMax);
    } else if (proto.per_calendar() == v1::CALENDAR_WINDOW_DAY) {
      cap.window = CapWindow::kDay;
    } else if (proto.per_calendar() == v1::CALENDAR_WINDOW_WEEK) {
      cap.window = CapWindow::kWeek;
    } else if (proto.per_calendar() == v1::CALENDAR_WINDOW_MONTH) {
      cap.window = CapWindow::kMonth;
    } else if (proto.window_case() == v1::Cap::kPerCalendar) {
      fields_.Add(absl::StrCat(field, ".per_calendar"),
                  absl::StrCat(proto.per_calendar(), ": must be day, week or month"));
    } else {
      fields_.Add(
          field, "window missing: must have per, such as 24h, or per_calendar: day, week or month");
    }
  }

  void LoadCap(const std::string& field, const v1::Cap& proto) {
    Cap cap;
    cap.max = proto.max();
    cap.category = proto.category();
    cap.journey = proto.journey();
    cap.per_address = proto.per_address();
    if (!cap.journey.empty()) fields_.CheckName(absl::StrCat(field, ".journey"), cap.journey);
    if (cap.max < 1 || cap.max > kMaxMax) {
      fields_.Add(absl::StrCat(field, ".max"), absl::StrCat(cap.max, ": must be 1 to ", kMaxMax));
    }
    LoadWindow(field, proto, cap);
    cap.channels = fields_.ReadChannels(field, proto.channels());
    if (!cap.category.empty()) {
      const std::string category_field = absl::StrCat(field, ".category");
      fields_.CheckName(category_field, cap.category);
      const Class& category = ClassOf(policy_, cap.category);
      if (category.ignores_caps || category.uncounted) {
        fields_.Add(category_field,
                    absl::StrCat(cap.category, ": the cap would hold nothing, as this category ",
                                 category.ignores_caps ? "ignores caps" : "is uncounted",
                                 "; must be another, or be listed in classes without that"));
      }
    }
    cap.name = proto.name().empty() ? DefaultName(cap) : proto.name();
    if (!proto.name().empty()) fields_.CheckName(absl::StrCat(field, ".name"), cap.name);
    for (std::size_t i = 0; i < policy_.caps.size(); ++i) {
      if (policy_.caps[i].name == cap.name) {
        fields_.Add(absl::StrCat(field, ".name"),
                    absl::StrCat(cap.name, ": must differ from the name of caps[", i, "]"));
      }
    }
    policy_.caps.push_back(std::move(cap));
  }

  void LoadCaps() {
    fields_.CheckCount("caps", static_cast<std::size_t>(proto_.caps_size()), kCapsMax);
    for (int i = 0; i < std::min(proto_.caps_size(), kCapsMax); ++i) {
      LoadCap(absl::StrCat("caps[", i, "]"), proto_.caps(i));
    }
  }

  void LoadGap() {
    const google::protobuf::Duration& gap = proto_.minimum_gap();
    if (gap.seconds() == 0 && gap.nanos() == 0) return;
    policy_.minimum_gap = fields_.ReadDuration("minimum_gap", gap, kWindowMin, kWindowMax);
  }

  void LoadRepeat() {
    if (!proto_.has_no_repeat_within()) return;
    policy_.no_repeat_within =
        fields_.ReadDuration("no_repeat_within", proto_.no_repeat_within(), kWindowMin, kWindowMax);
  }

  const v1::Policy& proto_;
  PolicyFields fields_;
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
