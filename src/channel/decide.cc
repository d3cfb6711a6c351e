#include "channel/decide.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "channel/cap.h"
#include "channel/gap.h"
#include "channel/priority.h"
#include "channel/quiet_hours.h"
#include "channel/repeat.h"

namespace usher::channel {
namespace {

using customer::DecisionKind;

// When the ledger has room for another charge: old contacts leave it.
absl::Time RoomAt(const Question& question, const customer::Limits& limits) {
  if (question.contacts.size() < limits.contacts_max) return question.now;
  const customer::Contact& last_to_leave =
      question.contacts[question.contacts.size() - limits.contacts_max];
  return std::max(question.now, last_to_leave.at + limits.contacts_for);
}

// What stands against a message the longest, as far as was looked.
struct Obstacle {
  DecisionKind kind = DecisionKind::kGranted;
  absl::string_view rule = {};  // unless it is quiet hours
  std::uint32_t count = 0;      // if kCapped and not a cap: its numbers
  std::uint32_t limit = 0;
  absl::string_view kept_for = {};  // journey whose message needs the cap's room
  const Cap* cap = nullptr;         // if it is one
  absl::Time until = {};

  void Meet(const Obstacle& other) {
    if (other.until > until) *this = other;
  }
};

// When quiet hours allow the message, from `from` on.
absl::Time OpenFrom(const Policy& policy, const Question& question, absl::Time from) {
  if (ClassOf(policy, question.category).ignores_quiet_hours) return from;
  return QuietUntil(policy.quiet_hours, question.channel, from, question.zone, question.country);
}

// Quiet hours and the days of caps end for whole countries at once; what only this customer's own
// messages hold back comes spread already.
bool IsShared(const Obstacle& obstacle, absl::Time until) {
  if (obstacle.kind == DecisionKind::kQuiet || until != obstacle.until) return true;
  return obstacle.cap != nullptr && obstacle.kept_for.empty() &&
         obstacle.cap->window != CapWindow::kRolling;
}

// A moment of the customer's own, another one every day, within the spread after `until`.
absl::Time ReleaseAt(const Policy& policy, const Question& question, absl::Time until) {
  const std::int64_t spread_ms = absl::ToInt64Milliseconds(policy.release_spread);
  if (spread_ms == 0 || until == absl::InfiniteFuture()) return until;
  const std::string moment = absl::StrCat(question.place, ",", absl::ToUnixMillis(until));
  const auto mixed = base::Hash64(moment) % static_cast<std::uint64_t>(spread_ms);
  // A short time of day may be over before the spread is.
  for (auto offset_ms = static_cast<std::int64_t>(mixed); offset_ms > 0; offset_ms /= 2) {
    const absl::Time release = until + absl::Milliseconds(offset_ms);
    if (OpenFrom(policy, question, release) == release) return release;
  }
  return until;
}

Verdict Refuse(const Policy& policy, const Question& question, const Obstacle& obstacle,
               absl::Time until) {
  Verdict verdict;
  verdict.kind = obstacle.kind;
  verdict.until = until;
  verdict.release = IsShared(obstacle, until) ? ReleaseAt(policy, question, until) : until;
  verdict.rule = std::string(obstacle.rule);
  if (!obstacle.kept_for.empty()) absl::StrAppend(&verdict.rule, ", kept for ", obstacle.kept_for);
  verdict.count = obstacle.count;
  verdict.limit = obstacle.limit;
  if (obstacle.cap != nullptr) {
    verdict.count = CountNow(policy, *obstacle.cap, question.contacts, question.now, question.zone);
    verdict.limit = obstacle.cap->max;
  } else if (obstacle.kind == DecisionKind::kQuiet) {
    verdict.rule = std::string(QuietRule(policy.quiet_hours, question.channel, question.now,
                                         question.zone, question.country));
  }
  return verdict;
}

}  // namespace

Verdict Decide(const Policy& policy, const Question& question, const customer::Limits& limits) {
  const Class& category = ClassOf(policy, question.category);
  const absl::Time now = question.now;
  Obstacle obstacle;
  obstacle.until = now;
  if (!category.uncounted) {
    obstacle.Meet({.kind = DecisionKind::kCapped,
                   .rule = "ledger-full",
                   .count = static_cast<std::uint32_t>(question.contacts.size()),
                   .limit = static_cast<std::uint32_t>(limits.contacts_max),
                   .until = RoomAt(question, limits)});
  }
  if (!category.ignores_caps) {
    for (const Cap& cap : policy.caps) {
      if (!Concerns(cap, question.channel, question.category, question.journey)) continue;
      obstacle.Meet({.kind = DecisionKind::kCapped,
                     .rule = cap.name,
                     .cap = &cap,
                     .until = NextAllowed(policy, cap, question.contacts, now, question.zone)});
      const Kept kept = KeptBy(policy, cap, question);
      if (kept.scheduled == nullptr) continue;
      obstacle.Meet({.kind = DecisionKind::kCapped,
                     .rule = cap.name,
                     .kept_for = kept.scheduled->journey,
                     .cap = &cap,
                     .until = kept.until});
    }
    obstacle.Meet({.kind = DecisionKind::kCapped,
                   .rule = "same-message",
                   .count = 1,
                   .limit = 1,
                   .until = RepeatUntil(policy, question.contacts, question.content, now)});
    obstacle.Meet({.kind = DecisionKind::kGap,
                   .rule = "minimum-gap",
                   .until = GapUntil(policy, question.contacts, now)});
  }
  // What was met so far stays open once it opens, so quiet hours have the last word.
  const absl::Time open_at = obstacle.until;
  obstacle.Meet({.kind = DecisionKind::kQuiet, .until = OpenFrom(policy, question, now)});
  if (obstacle.kind == DecisionKind::kGranted) return Verdict{};
  return Refuse(policy, question, obstacle, OpenFrom(policy, question, open_at));
}

}  // namespace usher::channel
