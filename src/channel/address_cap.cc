#include "channel/address_cap.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "channel/cap.h"

namespace usher::channel {

bool ConcernsAddress(const Cap& cap, const Question& question) {
  return cap.per_address && Concerns(cap, question.channel, question.category, question.journey);
}

std::string NameForAddress(const Cap& cap) { return absl::StrCat(cap.name, " of the address"); }

bool HasAddressCaps(const Policy& policy) {
  return std::any_of(policy.caps.begin(), policy.caps.end(),
                     [](const Cap& cap) { return cap.per_address; });
}

bool AsksAddress(const Policy& policy, const Question& question) {
  const Class& category = ClassOf(policy, question.category);
  if (category.ignores_caps && category.uncounted) return false;
  return std::any_of(policy.caps.begin(), policy.caps.end(),
                     [&](const Cap& cap) { return ConcernsAddress(cap, question); });
}

Verdict DecideForAddress(const Policy& policy, const Question& question) {
  Verdict verdict;
  if (ClassOf(policy, question.category).ignores_caps) return verdict;
  absl::Time until = question.now;
  for (const Cap& cap : policy.caps) {
    if (!ConcernsAddress(cap, question)) continue;
    const absl::Time open_at =
        NextAllowed(policy, cap, question.contacts, question.now, question.zone);
    if (open_at <= until) continue;
    until = open_at;
    verdict.kind = customer::DecisionKind::kCapped;
    verdict.rule = NameForAddress(cap);
    verdict.count = CountNow(policy, cap, question.contacts, question.now, question.zone);
    verdict.limit = cap.max;
    verdict.until = open_at;
    verdict.release = open_at;
  }
  return verdict;
}

}  // namespace usher::channel
