#include "channel/standing.h"

#include <algorithm>
#include <utility>

#include "channel/address_cap.h"
#include "channel/cap.h"
#include "channel/conversation.h"
#include "channel/gap.h"
#include "channel/quiet_hours.h"

namespace usher::channel {

using customer::DecisionKind;

namespace {

void SortObstacles(Standing* standing) {
  std::stable_sort(standing->obstacles.begin(), standing->obstacles.end(),
                   [](const Obstacle& a, const Obstacle& b) { return a.until > b.until; });
}

}  // namespace

Standing StandingOf(const Policy& policy, const customer::Record& record, const Question& question,
                    const customer::Limits& limits) {
  Standing standing;
  standing.reach = Reach(policy, record, question.now, question.channel, question.category);
  standing.verdict = Decide(policy, question, limits);
  const Class& category = ClassOf(policy, question.category);
  const absl::Time now = question.now;
  const auto meet = [&](DecisionKind kind, std::string rule, absl::Time until) {
    if (until > now) standing.obstacles.push_back({kind, std::move(rule), until});
  };
  if (!category.ignores_caps) {
    for (const Cap& cap : policy.caps) {
      if (!Concerns(cap, question.channel, question.category, question.journey)) continue;
      const absl::Time open_at = NextAllowed(policy, cap, question.contacts, now, question.zone);
      standing.balances.push_back({cap.name,
                                   CountNow(policy, cap, question.contacts, now, question.zone),
                                   cap.max, open_at});
      meet(DecisionKind::kCapped, cap.name, open_at);
    }
    meet(DecisionKind::kGap, "minimum-gap", GapUntil(policy, question.contacts, now));
  }
  if (!category.ignores_quiet_hours) {
    const absl::Time until =
        QuietUntil(policy.quiet_hours, question.channel, now, question.zone, question.country);
    if (until > now) {
      meet(DecisionKind::kQuiet,
           std::string(QuietRule(policy.quiet_hours, question.channel, now, question.zone,
                                 question.country)),
           until);
    }
  }
  // What only Decide knows of, such as a full ledger.
  if (standing.obstacles.empty() && !standing.verdict.granted()) {
    meet(standing.verdict.kind, standing.verdict.rule, standing.verdict.until);
  }
  const absl::Time held = HeldByConversation(policy, record, now, question.category);
  meet(DecisionKind::kHeld, std::string(kConversation), held);
  if (held > now && (standing.verdict.granted() || standing.verdict.until < held)) {
    standing.verdict = Verdict();
    standing.verdict.kind = DecisionKind::kHeld;
    standing.verdict.rule = std::string(kConversation);
    standing.verdict.until = held;
  }
  SortObstacles(&standing);
  return standing;
}

void AddAddress(const Policy& policy, const Question& question, Standing* standing) {
  if (ClassOf(policy, question.category).ignores_caps) return;
  for (const Cap& cap : policy.caps) {
    if (!ConcernsAddress(cap, question)) continue;
    const std::string name = NameForAddress(cap);
    const absl::Time open_at =
        NextAllowed(policy, cap, question.contacts, question.now, question.zone);
    standing->balances.push_back(
        {name, CountNow(policy, cap, question.contacts, question.now, question.zone), cap.max,
         open_at});
    if (open_at > question.now) {
      standing->obstacles.push_back({DecisionKind::kCapped, name, open_at});
    }
  }
  SortObstacles(standing);
  // It is asked only for what everything else allows, so it cannot make the time an earlier one.
  Verdict verdict = DecideForAddress(policy, question);
  const bool allowed = standing->verdict.granted();
  if (!verdict.granted() && (allowed || verdict.until > standing->verdict.until)) {
    standing->verdict = std::move(verdict);
  }
}

}  // namespace usher::channel
