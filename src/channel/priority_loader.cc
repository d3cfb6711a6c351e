#include "channel/priority_loader.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

namespace usher::channel {
namespace {

constexpr int kPrioritiesMax = 64;

}  // namespace

void LoadPriorities(const v1::Policy& proto, PolicyFields& fields, Policy* policy) {
  fields.CheckCount("priorities", static_cast<std::size_t>(proto.priorities_size()),
                    kPrioritiesMax);
  for (int i = 0; i < std::min(proto.priorities_size(), kPrioritiesMax); ++i) {
    const std::string field = absl::StrCat("priorities[", i, "]");
    const v1::Priority& listed = proto.priorities(i);
    const Priority priority{listed.journey(), listed.category()};
    if (priority.journey.empty() && priority.category.empty()) {
      fields.Add(field, "must name a journey, a category or both");
      continue;
    }
    if (!priority.journey.empty()) {
      fields.CheckName(absl::StrCat(field, ".journey"), priority.journey);
    }
    if (!priority.category.empty()) {
      fields.CheckName(absl::StrCat(field, ".category"), priority.category);
    }
    const auto earlier = std::find(policy->priorities.begin(), policy->priorities.end(), priority);
    if (earlier != policy->priorities.end()) {
      fields.Add(field, absl::StrCat("is listed twice: as priorities[",
                                     earlier - policy->priorities.begin(), "] too"));
    }
    policy->priorities.push_back(priority);
  }
}

}  // namespace usher::channel
