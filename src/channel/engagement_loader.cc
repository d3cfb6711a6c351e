#include "channel/engagement_loader.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

namespace usher::channel {
namespace {

constexpr int kRulesMax = 16;
constexpr absl::Duration kWithinMin = absl::Hours(1);
constexpr absl::Duration kWithinMax = absl::Hours(24 * 1100);

}  // namespace

void LoadEngagement(const v1::Policy& proto, PolicyFields& fields, Policy* policy) {
  fields.CheckCount("engagement", static_cast<std::size_t>(proto.engagement_size()), kRulesMax);
  for (int i = 0; i < std::min(proto.engagement_size(), kRulesMax); ++i) {
    const std::string field = absl::StrCat("engagement[", i, "]");
    const v1::Engagement& listed = proto.engagement(i);
    Engagement rule;
    rule.channels = fields.ReadChannels(field, listed.channels());
    rule.within = fields.ReadDuration(absl::StrCat(field, ".within"), listed.within(), kWithinMin,
                                      kWithinMax);
    policy->engagement.push_back(rule);
  }
}

}  // namespace usher::channel
