#include "channel/quiet_hours_loader.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"

#include "channel/quiet_hours.h"

namespace usher::channel {
namespace {

constexpr int kQuietHoursMax = 16;
constexpr int kCountriesMax = 300;
constexpr absl::Duration kSpreadMax = absl::Hours(4);

void LoadRule(const std::string& field, const v1::QuietHours& proto, PolicyFields& fields,
              Policy* policy) {
  QuietHours rule;
  rule.name = absl::StrCat(proto.from(), "-", proto.to());
  rule.channels = fields.ReadChannels(field, proto.channels());
  fields.CheckCount(absl::StrCat(field, ".countries"),
                    static_cast<std::size_t>(proto.countries_size()), kCountriesMax);
  for (int i = 0; i < proto.countries_size(); ++i) {
    fields.CheckCountry(absl::StrCat(field, ".countries[", i, "]"), proto.countries(i));
    rule.countries.push_back(proto.countries(i));
  }
  const std::optional<int> from = fields.ReadTimeOfDay(absl::StrCat(field, ".from"), proto.from());
  const std::optional<int> to = fields.ReadTimeOfDay(absl::StrCat(field, ".to"), proto.to());
  if (!from.has_value() || !to.has_value()) return;
  if (*from == *to) {
    return fields.Add(absl::StrCat(field, ".to"),
                      absl::StrCat(proto.to(), ": must differ from the time in from"));
  }
  rule.from = *from;
  rule.to = *to;
  policy->quiet_hours.push_back(std::move(rule));
}

}  // namespace

void LoadQuietHours(const v1::Policy& proto, PolicyFields& fields, Policy* policy) {
  fields.CheckCount("quiet_hours", static_cast<std::size_t>(proto.quiet_hours_size()),
                    kQuietHoursMax);
  for (int i = 0; i < std::min(proto.quiet_hours_size(), kQuietHoursMax); ++i) {
    LoadRule(absl::StrCat("quiet_hours[", i, "]"), proto.quiet_hours(i), fields, policy);
  }
  for (const customer::Channel channel : customer::kAllChannels) {
    if (LeavesTime(policy->quiet_hours, channel)) continue;
    fields.Add("quiet_hours", absl::StrCat(customer::ChannelName(channel),
                                           ": must leave some time of the day to this channel"));
  }
  if (proto.has_release_spread()) {
    policy->release_spread =
        fields.ReadDuration("release_spread", proto.release_spread(), absl::Seconds(1), kSpreadMax);
  }
}

}  // namespace usher::channel
